//! How much one e-mail address and one browser may have at a time (rules 2, 3, 4 and 7).

/// Open holds of one address.
pub const OPEN_HOLDS: u32 = 2;
/// Coming appointments of one address, open holds included: each of them may become one.
pub const COMING_APPOINTMENTS: u32 = 4;
/// Activation mails to one address within 24 h.
pub const ACTIVATION_MAILS_A_DAY: u32 = 6;
/// Mails with all coming appointments to one address within 24 h.
pub const AGAIN_MAILS_A_DAY: u32 = 3;
/// Prolongations of one reservation.
pub const PROLONGATIONS: u8 = 10;
/// The prolongation from which on a fresh challenge is needed.
pub const CHALLENGE_FROM_PROLONGATION: u8 = 4;
/// Resent activation mails of one hold …
pub const RESENDS: u8 = 2;
/// … and the seconds between two mails.
pub const SECONDS_BETWEEN_MAILS: i64 = 120;
/// Corrections of the address of one hold.
pub const ADDRESS_CHANGES: u8 = 2;
/// Wrong codes of one appointment.
pub const CODE_TRIES: u8 = 5;
/// Services of one visit.
pub const SERVICES_A_VISIT: usize = 8;
