//! Cases and laws.
