use super::{Source, Unreadable};
pub(super) fn read(_bytes: &[u8]) -> Result<Source, Unreadable> {
    Err(Unreadable::DocxBroken)
}
