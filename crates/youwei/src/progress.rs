//! How far long work has come, drawn where a person watches.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Does work that tells how much of how much is done, with a bar on standard error if
/// that is a terminal.
pub fn watched<T>(work: impl FnOnce(&mut dyn FnMut(u64, u64)) -> T) -> T {
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {human_pos}/{human_len}  {eta}") {
        bar.set_style(style);
    }
    let done = work(&mut |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    done
}
