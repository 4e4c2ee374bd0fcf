//! The relation in SQL, by `SQLite` in memory: a recursive common table expression.

use rusqlite::Connection;
use transfer_model::assess::Verdict;

use crate::{Facts, Relation, Stopped, grade, verdict};

const TABLE: &str = "CREATE TABLE hop (nr INTEGER, place INTEGER, next INTEGER, own INTEGER)";
const INDEX: &str = "CREATE INDEX hop_place ON hop (place, next); ANALYZE";
const QUERY: &str = "
    WITH RECURSIVE broken (place, verdict) AS (
        SELECT next, own FROM hop WHERE own >= ?1
        UNION
        SELECT hop.next, broken.verdict FROM broken JOIN hop ON hop.place = broken.place
    ), worst (place, verdict) AS MATERIALIZED (SELECT place, max(verdict) FROM broken GROUP BY place)
    SELECT max(max(hop.own, coalesce(worst.verdict, 0)))
    FROM hop LEFT JOIN worst ON worst.place = hop.place
    GROUP BY hop.nr ORDER BY hop.nr";

/// A database with the facts.
#[derive(Debug)]
pub struct Sql(Connection);

impl Relation for Sql {
    const NAME: &'static str = "SQLite";

    fn load(facts: &Facts) -> Result<Self, Stopped> {
        let mut database = Connection::open_in_memory()?;
        database.execute_batch(TABLE)?;
        let all = database.transaction()?;
        let mut insert = all.prepare("INSERT INTO hop VALUES (?1, ?2, ?3, ?4)")?;
        for hop in &facts.hops {
            let (from, to) = (facts.node(hop.from, hop.kind), facts.node(hop.to, hop.kind));
            insert.execute((hop.case, from, to, grade(hop.own)))?;
        }
        drop(insert);
        all.commit()?;
        database.execute_batch(INDEX)?;
        Ok(Self(database))
    }

    fn answer(&mut self) -> Result<Vec<Verdict>, Stopped> {
        let mut query = self.0.prepare(QUERY)?;
        let rows = query.query_map([grade(Verdict::Unsupported)], |row| row.get::<_, u8>(0))?;
        rows.map(|row| verdict(row?)).collect()
    }
}
