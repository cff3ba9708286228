"""Sets of rows as integers: bit i is set when row i (0-based) is in the set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_FEW = 24
_OF_BYTE = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))


def mask_of(numbers: Iterable[int]) -> int:
    """The integer whose set bits are these positions.

    >>> mask_of([0, 3])
    9
    """
    every = list(numbers)
    if not every:
        return 0
    octets = bytearray(max(every) // 8 + 1)
    for number in every:
        octets[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(octets, "little")


def set_bits(mask: int) -> Iterator[int]:
    """The positions of the set bits, lowest first, one by one: a caller may stop early.

    >>> list(set_bits(0b10110))
    [1, 2, 4]
    """
    if mask.bit_count() <= _FEW:
        while mask:
            low = mask & -mask
            yield low.bit_length() - 1
            mask ^= low
        return
    for place, byte in enumerate(mask.to_bytes((mask.bit_length() + 7) // 8, "little")):
        if byte:
            for bit in _OF_BYTE[byte]:
                yield 8 * place + bit
