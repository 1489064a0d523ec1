//! What the store says to the database can be said: each statement prepares against the migrated schema,
//! guards and CHECKs have the same names, and SQLite refuses here what D1 would refuse there.

use std::collections::BTreeSet;
use std::fs::read_to_string;
use std::path::{Path, PathBuf};

use edge::database::{Database, DatabaseError, Parameter, Rows, Statement};
use edge::sqlite::Sqlite;

const STATEMENTS: &str = "../edge-worker/edge/src/store/sql";
const MIGRATIONS: &str = "../edge-worker/migrations";

/// Name and text of each SQL file of a folder, in order.
fn sql_files(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    let named = |file: &PathBuf| {
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        (name, read_to_string(file).expect("it reads"))
    };
    files.iter().map(named).collect()
}

fn migrated() -> Sqlite {
    let database = Sqlite::open(":memory:").expect("SQLite opens");
    for (name, migration) in sql_files(MIGRATIONS) {
        database
            .script(&migration)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    database
}

/// The highest of `?1`, `?2`, … in a statement.
fn parameters(sql: &str) -> usize {
    let numbers = sql.split('?').skip(1).map(|rest| {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().expect("parameters are numbered")
    });
    numbers.max().unwrap_or(0)
}

#[test]
fn each_statement_prepares_against_the_migrated_schema() {
    let database = migrated();
    let statements = sql_files(STATEMENTS);
    assert!(!statements.is_empty());
    for (name, sql) in statements {
        // EXPLAIN prepares and does not run.
        let explained = database.query(
            &format!("EXPLAIN {sql}"),
            &vec![Parameter::Null; parameters(&sql)],
        );
        assert!(explained.is_ok(), "{name}: {explained:?}");
    }
}

#[test]
fn each_guard_has_its_check_and_each_check_its_guard() {
    let guards = sql_files(STATEMENTS)
        .into_iter()
        .filter(|(_, sql)| sql.contains("INTO must"));
    let guards: BTreeSet<String> = guards
        .map(|(name, sql)| {
            sql.split('\'')
                .nth(1)
                .unwrap_or_else(|| panic!("{name} names no guard"))
                .to_owned()
        })
        .collect();
    let schema = migrated().query("SELECT sql FROM sqlite_master WHERE name = 'must'", &[]);
    let Rows(rows) = schema.expect("a schema");
    let schema = rows[0]["sql"].as_str().expect("text");
    let checks: BTreeSet<String> = schema
        .split("CONSTRAINT ")
        .skip(1)
        .map(|rest| {
            let name = rest.split_whitespace().next().expect("a constraint has a name");
            assert!(
                rest.contains(&format!("CHECK (refused <> '{name}')")),
                "{name} checks something else"
            );
            name.to_owned()
        })
        .collect();
    assert_eq!(guards, checks);
}

#[tokio::test]
async fn a_guard_is_refused_by_name_and_takes_the_batch_back() {
    let database = migrated();
    let audit = "INSERT INTO audit (at, appointment, event, centre) VALUES (1, 'a', 'b', 'c')";
    for name in [
        "day_changed",
        "plan_changed",
        "state_changed",
        "too_many_holds",
        "too_many_mails",
        "lease_lost",
    ] {
        let guard = Statement::new("INSERT INTO must SELECT ?1", [Parameter::from(name)]);
        let refused = database.batch(vec![Statement::new(audit, []), guard]).await;
        assert_eq!(refused, Err(DatabaseError::Guard(name.to_owned())));
    }
    let left = database.query("SELECT * FROM audit", &[]).expect("it reads");
    assert_eq!(left, Rows::default());
}

/// What D1 refuses, and the nearest that it takes.
#[tokio::test]
async fn sqlite_refuses_what_d1_refuses() {
    const MOST: i64 = 1 << 53;
    let marks = |count: usize| -> &'static str {
        let marks: Vec<String> = (1..=count).map(|number| format!("(?{number})")).collect();
        format!("SELECT * FROM (VALUES {})", marks.join(", ")).leak()
    };
    let long = |length: usize| -> &'static str { format!("SELECT 1{}", " ".repeat(length - 8)).leak() };
    let nulls = |count| vec![Parameter::Null; count];
    let table: [(&'static str, Vec<Parameter>, bool); 12] = [
        ("BEGIN", vec![], false),
        (" begin immediate", vec![], false),
        ("COMMIT", vec![], false),
        ("ROLLBACK", vec![], false),
        ("SAVEPOINT here", vec![], false),
        (marks(100), nulls(100), true),
        (marks(101), nulls(101), false),
        ("SELECT ?1", vec![Parameter::Number(MOST)], true),
        ("SELECT ?1", vec![Parameter::Number(MOST + 1)], false),
        ("SELECT ?1", vec![Parameter::Number(-MOST - 1)], false),
        (long(100_000), vec![], true),
        (long(100_001), vec![], false),
    ];
    let database = migrated();
    for (sql, parameters, taken) in table {
        let what = format!("{:.40} with {} parameters", sql, parameters.len());
        let answer = database.batch(vec![Statement { sql, parameters }]).await;
        match (taken, answer) {
            (true, Ok(_)) => {}
            (false, Err(DatabaseError::Unknown(why))) => {
                assert!(why.starts_with("D1 would refuse"), "{what}: {why}")
            }
            (_, other) => panic!("{what}: {other:?}"),
        }
    }
}

#[test]
fn blobs_do_not_travel() {
    let refused = migrated().query("SELECT x'00' AS blob", &[]);
    assert!(
        matches!(refused, Err(DatabaseError::Unreadable(_))),
        "{refused:?}"
    );
}
