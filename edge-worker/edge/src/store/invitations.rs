//! Invitations, by the keyed hash of their code: who reads the database cannot use them.

use booking::invitation::{Invitation, InvitationCode};
use booking::{AppointmentId, CentreId, Instant, ServiceId};
use serde::Deserialize;

use crate::Edge;
use crate::database::{DatabaseError, Statement};
use crate::keys::Keys;

/// What the keyed hash of a code is for.
const PURPOSE: &str = "invitation";

/// An invitation and the hash under which it is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Names its row.
    pub hash: String,
    /// What it opens.
    pub invitation: Invitation,
}

#[derive(Deserialize)]
struct Row {
    code_hash: String,
    centre: CentreId,
    service: ServiceId,
    valid_until: i64,
}

/// The invitation of a code, if there is one; it may be over.
///
/// # Errors
/// [`DatabaseError`].
pub async fn find(edge: &Edge, code: InvitationCode) -> Result<Option<Kept>, DatabaseError> {
    let hashes = edge.settings.keys.keyed_hashes(PURPOSE, &code.to_string());
    let hashes = serde_json::to_string(&hashes).map_err(DatabaseError::unreadable)?;
    let select = Statement::new(include_str!("sql/select_invitation.sql"), [hashes.into()]);
    let row = edge.one(select).await?.first::<Row>()?;
    Ok(row.map(|row| Kept {
        hash: row.code_hash,
        invitation: Invitation {
            centre: row.centre,
            service: row.service,
            valid_until: Instant::from_seconds(row.valid_until),
        },
    }))
}

/// Keeps a new invitation; the same code twice is one.
#[must_use]
pub fn insert(keys: &Keys, code: InvitationCode, invitation: &Invitation) -> Statement {
    Statement::new(
        include_str!("sql/insert_invitation.sql"),
        [
            keys.keyed_hash(PURPOSE, &code.to_string()).into(),
            invitation.centre.as_str().into(),
            invitation.service.as_str().into(),
            invitation.valid_until.into(),
        ],
    )
}

/// Refuses the batch when another appointment lives by this invitation; `replaced` gives way in the same step.
#[must_use]
pub fn guard(kept: &Kept, replaced: Option<AppointmentId>, now: Instant) -> Statement {
    let replaced = replaced.unwrap_or(AppointmentId::NOBODY);
    Statement::new(
        include_str!("sql/guard_invitation.sql"),
        [kept.hash.as_str().into(), replaced.to_string().into(), now.into()],
    )
}

/// Refuses the batch when an appointment that comes back to life no longer has its invitation: another one has
/// been made with it meanwhile.
#[must_use]
pub fn guard_still(appointment: AppointmentId) -> Statement {
    Statement::new(
        include_str!("sql/guard_still_invited.sql"),
        [appointment.to_string().into()],
    )
}

/// Notes which appointment lives by it.
#[must_use]
pub fn used_by(kept: &Kept, appointment: AppointmentId) -> Statement {
    Statement::new(
        include_str!("sql/update_invitation.sql"),
        [kept.hash.as_str().into(), appointment.to_string().into()],
    )
}
