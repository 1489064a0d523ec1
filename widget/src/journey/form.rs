//! What the person types, and what is wrong with it.

/// A field of the form, or the code of the mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// First and last name.
    Name,
    /// Where the activation mail goes.
    Email,
    /// Optional.
    Phone,
    /// Six digits.
    Code,
    /// The code of an invitation.
    Invitation,
    /// Words for a service.
    Search,
    /// A postcode or a district.
    Near,
}

impl Field {
    /// The field's name on the wire and in the page.
    pub fn name(self) -> &'static str {
        match self {
            Field::Name => "name",
            Field::Email => "email",
            Field::Phone => "phone",
            Field::Code => "code",
            Field::Invitation => "invitation",
            Field::Search => "search",
            Field::Near => "near",
        }
    }
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing, or nothing usable, was typed.
    Missing,
    /// Too long.
    TooLong,
    /// The code was wrong; so many tries are left.
    Wrong(u32),
    /// No tries are left.
    Spent,
    /// The server's words.
    Said(String),
}

/// The longest name, in characters.
const LONGEST_NAME: usize = 120;

/// All fields, and their faults since the last attempt to go on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// First and last name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// Phone number, or empty.
    pub phone: String,
    /// The code of the mail.
    pub code: String,
    /// The code of an invitation.
    pub invitation: String,
    /// Words for a service.
    pub search: String,
    /// Whether the appointment is for somebody else than who books it.
    pub for_other: bool,
    /// A postcode or a district.
    pub near: String,
    /// In the order of the fields.
    pub faults: Vec<(Field, Fault)>,
}

impl Form {
    /// Takes a field's new content; its fault stays until the next attempt, so that nothing jumps while typing.
    pub fn set(&mut self, field: Field, text: String) {
        match field {
            Field::Name => self.name = text,
            Field::Email => self.email = text,
            Field::Phone => self.phone = text,
            Field::Code => self.code = text,
            Field::Invitation => self.invitation = text,
            Field::Search => self.search = text,
            Field::Near => self.near = text,
        }
    }

    /// A field's content.
    pub fn get(&self, field: Field) -> &str {
        match field {
            Field::Name => &self.name,
            Field::Email => &self.email,
            Field::Phone => &self.phone,
            Field::Code => &self.code,
            Field::Invitation => &self.invitation,
            Field::Search => &self.search,
            Field::Near => &self.near,
        }
    }

    /// What is wrong with this field.
    pub fn fault(&self, field: Field) -> Option<&Fault> {
        self.faults
            .iter()
            .find(|(at, _)| *at == field)
            .map(|(_, fault)| fault)
    }

    /// Checks name, mail and phone; whether they can be sent. The server checks again, and the mail decides.
    pub fn check(&mut self) -> bool {
        self.faults.clear();
        let name = self.name.trim();
        if name.is_empty() {
            self.faults.push((Field::Name, Fault::Missing));
        } else if name.chars().count() > LONGEST_NAME {
            self.faults.push((Field::Name, Fault::TooLong));
        }
        if !looks_like_mail(self.email.trim()) {
            self.faults.push((Field::Email, Fault::Missing));
        }
        let phone = self.phone.trim();
        if !phone.is_empty() && phone.bytes().filter(u8::is_ascii_digit).count() < 5 {
            self.faults.push((Field::Phone, Fault::Missing));
        }
        self.faults.is_empty()
    }

    /// The invitation's code, when there is one; the server forgives how it is written.
    pub fn check_invitation(&mut self) -> Option<String> {
        self.faults.clear();
        let code = self.invitation.trim();
        if !code.is_empty() {
            return Some(code.into());
        }
        self.faults.push((Field::Invitation, Fault::Missing));
        None
    }

    /// The code's digits, when there are six.
    pub fn check_code(&mut self) -> Option<String> {
        self.faults.clear();
        let code: String = self.code.chars().filter(char::is_ascii_digit).collect();
        if code.len() == 6 {
            return Some(code);
        }
        self.faults.push((Field::Code, Fault::Missing));
        None
    }
}

/// One `@` with something before it and a dot inside what follows: enough to catch slips of the finger.
fn looks_like_mail(text: &str) -> bool {
    let Some((mailbox, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let dot = domain.bytes().position(|byte| byte == b'.');
    !mailbox.is_empty()
        && !text.bytes().any(|byte| byte.is_ascii_whitespace())
        && dot.is_some_and(|dot| dot > 0)
        && domain.bytes().last() != Some(b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_finger_are_named_by_field() {
        let cases: [(&str, &str, &str, &[Field]); 7] = [
            ("Ada Lovelace", "ada@example.org", "", &[]),
            ("Ştefan Ñuñez", "a.b+c@post.example.org", "040 1234567", &[]),
            ("", "ada@example.org", "", &[Field::Name]),
            ("  ", "ada", "", &[Field::Name, Field::Email]),
            ("Ada", "ada@example", "", &[Field::Email]),
            ("Ada", "a da@example.org", "", &[Field::Email]),
            ("Ada", "ada@example.org", "nein", &[Field::Phone]),
        ];
        for (name, email, phone, expected) in cases {
            let mut form = Form {
                name: name.into(),
                email: email.into(),
                phone: phone.into(),
                ..Form::default()
            };
            assert_eq!(form.check(), expected.is_empty(), "{name} {email} {phone}");
            let faulty: Vec<Field> = form.faults.iter().map(|(field, _)| *field).collect();
            assert_eq!(faulty, expected, "{name} {email} {phone}");
        }
    }

    #[test]
    fn a_code_is_six_digits_however_it_is_spaced() {
        for (typed, code) in [
            ("123456", Some("123456")),
            ("123 456", Some("123456")),
            ("12345", None),
            ("", None),
        ] {
            let mut form = Form {
                code: typed.into(),
                ..Form::default()
            };
            assert_eq!(form.check_code().as_deref(), code, "{typed}");
        }
    }
}
