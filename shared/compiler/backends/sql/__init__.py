"""The SQL back end: which table an object class is, and which columns ConnId's special attributes are."""
