"""The set algebra: value sets, classes, masks. Pure; knows nothing of tables or of Excel.

The cells of one column tell only finitely many kinds of value apart. `Partition` cuts a column's
domain at every value that some cell mentions; between two cuts nothing can differ. Numbering what
lies on and between the cuts gives atoms; atoms that no cell tells apart form one class.
"""
