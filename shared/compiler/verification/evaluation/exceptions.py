"""The exceptions of Java and Groovy that scripts meet, by their simple names."""

from typing import Final

ARRAY_INDEX_OUT_OF_BOUNDS: Final = "ArrayIndexOutOfBoundsException"
BAD_JSON: Final = "JsonException"
CLASS_NOT_FOUND: Final = "ClassNotFoundException"
MISSING_METHOD: Final = "MissingMethodException"
MISSING_PROPERTY: Final = "MissingPropertyException"
NO_SUCH_ELEMENT: Final = "NoSuchElementException"
NULL_POINTER: Final = "NullPointerException"
NUMBER_FORMAT: Final = "NumberFormatException"
PATTERN_SYNTAX: Final = "PatternSyntaxException"
PLAIN: Final = "Exception"
READ_ONLY_PROPERTY: Final = "ReadOnlyPropertyException"
STRING_INDEX_OUT_OF_BOUNDS: Final = "StringIndexOutOfBoundsException"
