//! When two values are the same, and which comes first (DMN 1.5, tables 42 to 45).
