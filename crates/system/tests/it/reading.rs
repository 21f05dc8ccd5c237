//! Declarations and cities as texts: what they become, and what is wrong with them.

mod broken;
mod city;
mod hostile;
mod manual;
mod ours;
mod together;
mod whole;
