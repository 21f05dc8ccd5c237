//! Whole numbers of 256 bits, as far as decimals of 34 digits need them.

use std::cmp::Ordering;

const POWERS: [u128; 39] = {
    let mut powers = [1u128; 39];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
};

/// 10^at, for at up to 38; beyond that 10^38.
#[inline]
pub(super) fn power_of_ten(at: u32) -> u128 {
    POWERS[(at as usize).min(38)]
}

/// How many decimal digits; 0 has none.
#[inline]
pub(super) fn digits(value: u128) -> u32 {
    let bits = 128 - value.leading_zeros();
    // log10 2 ≈ 1233/4096; one too low at most.
    let guess = (bits * 1233) >> 12;
    guess + u32::from(guess < 39 && value >= power_of_ten(guess))
}

/// A whole number of 256 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct U256 {
    pub(super) high: u128,
    pub(super) low: u128,
}

impl From<u128> for U256 {
    fn from(low: u128) -> U256 {
        U256 { high: 0, low }
    }
}

impl PartialOrd for U256 {
    fn partial_cmp(&self, other: &U256) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for U256 {
    fn cmp(&self, other: &U256) -> Ordering {
        (self.high, self.low).cmp(&(other.high, other.low))
    }
}

impl U256 {
    /// The product of two numbers, whole.
    #[inline]
    pub(super) fn product(left: u128, right: u128) -> U256 {
        let half = u128::from(u64::MAX);
        let (a, b) = (left >> 64, left & half);
        let (c, d) = (right >> 64, right & half);
        let low = b * d;
        let (middle, carry) = (a * d).overflowing_add(b * c);
        let (low, over) = low.overflowing_add(middle << 64);
        U256 {
            high: a * c + (middle >> 64) + (u128::from(carry) << 64) + u128::from(over),
            low,
        }
    }

    /// The sum; the caller knows that it fits.
    pub(super) fn plus(self, other: U256) -> U256 {
        let (low, carry) = self.low.overflowing_add(other.low);
        U256 {
            high: self
                .high
                .wrapping_add(other.high)
                .wrapping_add(u128::from(carry)),
            low,
        }
    }

    /// The difference; the caller knows that it is not negative.
    pub(super) fn minus(self, other: U256) -> U256 {
        let (low, borrow) = self.low.overflowing_sub(other.low);
        U256 {
            high: self
                .high
                .wrapping_sub(other.high)
                .wrapping_sub(u128::from(borrow)),
            low,
        }
    }

    /// Times 10^power; the caller knows that it fits.
    pub(super) fn times_power_of_ten(self, power: u32) -> U256 {
        let mut it = self;
        let mut left = power;
        while left > 0 {
            let step = left.min(38);
            let factor = power_of_ten(step);
            let product = U256::product(it.low, factor);
            it = U256 {
                high: product.high.wrapping_add(it.high.wrapping_mul(factor)),
                low: product.low,
            };
            left -= step;
        }
        it
    }

    /// How many decimal digits; 0 has none.
    pub(super) fn digits(self) -> u32 {
        if self.high == 0 {
            return digits(self.low);
        }
        let bits = 256 - self.high.leading_zeros();
        let guess = (bits * 1233) >> 12;
        guess + u32::from(self >= U256::from(1).times_power_of_ten(guess))
    }

    /// Divides by a divisor that is not zero: quotient and remainder.
    pub(super) fn divide(self, divisor: u128) -> (U256, u128) {
        if self.high == 0 {
            return (
                U256::from(self.low / divisor.max(1)),
                self.low % divisor.max(1),
            );
        }
        match u64::try_from(divisor) {
            Ok(short) => {
                let (quotient, remainder) = self.divide_short(short.max(1));
                (quotient, u128::from(remainder))
            }
            Err(_) => self.divide_long(divisor),
        }
    }

    fn divide_short(self, divisor: u64) -> (U256, u64) {
        let mut remainder = 0;
        let mut step = |limb: u64| {
            let part = u128::from(remainder) << 64 | u128::from(limb);
            remainder = (part % u128::from(divisor)) as u64;
            u128::from((part / u128::from(divisor)) as u64)
        };
        let high = step((self.high >> 64) as u64) << 64 | step(self.high as u64);
        let low = step((self.low >> 64) as u64) << 64 | step(self.low as u64);
        (U256 { high, low }, remainder)
    }

    /// Knuth's algorithm D (TAOCP 4.3.1) for a divisor of two limbs.
    fn divide_long(self, divisor: u128) -> (U256, u128) {
        let shift = divisor.leading_zeros();
        let divisor = divisor << shift;
        let (top, bottom) = ((divisor >> 64) as u64, divisor as u64);
        let (high, low) = (self.high << shift, self.low << shift);
        let (over, high) = match shift {
            0 => (0, high),
            _ => (self.high >> (128 - shift), high | self.low >> (128 - shift)),
        };
        let mut remainder = over << 64 | high >> 64;
        let mut step = |limb: u64| {
            let mut guess = (remainder / u128::from(top)).min(u128::from(u64::MAX));
            let mut rest = remainder - guess * u128::from(top);
            while rest >> 64 == 0 && guess * u128::from(bottom) > (rest << 64 | u128::from(limb)) {
                guess -= 1;
                rest += u128::from(top);
            }
            remainder =
                (remainder << 64 | u128::from(limb)).wrapping_sub(guess.wrapping_mul(divisor));
            guess
        };
        let first = step(high as u64);
        let low = step((low >> 64) as u64) << 64 | step(low as u64);
        (U256 { high: first, low }, remainder >> shift)
    }
}
