//! The work-division plan 分工方案: the account as an office hands it out, and
//! the way back from a filled-in sheet.
