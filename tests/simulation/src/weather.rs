//! What goes wrong, and how often: it changes as a run goes on, and is fair at its end.

use crate::world::World;

/// How often something goes wrong, in a thousand.
#[derive(Clone, Copy, Debug, Default)]
pub struct Weather {
    /// A batch never arrives at the database.
    pub lost_before: u32,
    /// A batch is applied, its answer is lost.
    pub lost_after: u32,
    /// The answer of a batch is lost at once, and only later is it applied.
    pub late: u32,
    /// A guard refuses for no reason.
    pub guard: u32,
    /// The database takes seconds.
    pub slow: u32,
    /// A request or its answer is lost on the way to the citizen.
    pub network: u32,
    /// A request arrives twice.
    pub twice: u32,
    /// How the mail system answers.
    pub mail: Mood,
}

/// How the mail system answers, in a thousand mails.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mood {
    /// Not now.
    pub later: u32,
    /// Never.
    pub refused: u32,
    /// It breaks off, and has the mail.
    pub broken_with: u32,
    /// It breaks off, and has not.
    pub broken_without: u32,
    /// It takes minutes.
    pub slow: u32,
}

impl Weather {
    /// One of the kinds of weather there are.
    pub fn draw(world: &World) -> Self {
        let fair = Self::default();
        let usual = Self {
            lost_before: 8,
            lost_after: 8,
            late: 3,
            guard: 10,
            slow: 8,
            network: 25,
            twice: 15,
            mail: Mood {
                later: 60,
                refused: 30,
                broken_with: 40,
                broken_without: 30,
                slow: 20,
            },
        };
        match world.draw(9) {
            0 | 1 => fair,
            2 => Self {
                lost_before: 60,
                lost_after: 80,
                late: 25,
                network: 80,
                ..usual
            },
            3 => Self { guard: 700, ..fair },
            4 => Self {
                slow: 150,
                twice: 80,
                ..usual
            },
            5 => Self {
                mail: Mood {
                    later: 300,
                    refused: 150,
                    broken_with: 150,
                    broken_without: 100,
                    slow: 80,
                },
                ..fair
            },
            6 => Self {
                mail: Mood {
                    later: 1000,
                    ..Mood::default()
                },
                ..usual
            },
            _ => usual,
        }
    }
}
