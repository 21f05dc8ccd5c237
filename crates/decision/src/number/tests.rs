//! What holds of numbers.
