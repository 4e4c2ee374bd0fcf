//! Tables to the register's types: one turn for each kind of table, in the order in which their problems are
//! counted.

use super::names::Names;
use super::parts::Parts;
use crate::diag::Turn;
use crate::law::LawBook;
use crate::read::Table;
use crate::source::SourceId;

/// The step of reading in which tables are read.
const TABLES: u8 = 2;

pub(super) struct Reader<'a> {
    pub(super) law: &'a LawBook,
    pub(super) names: &'a Names<'a>,
    pub(super) out: Parts,
}

type Section = fn(&mut Reader<'_>, &mut Table<'_>);

const SECTIONS: [Section; 13] = [
    |r, t| {
        r.out.has_head |= t.has("register");
        let heads = t.table("register", "`[register]`", Reader::head);
        r.out.registers.extend(heads.flatten());
    },
    |r, t| {
        t.table("policy", "`[policy]`", |t| r.policy(t));
    },
    |r, t| {
        t.table("plan", "`[plan]`", |t| {
            t.table("costs", "`[plan.costs]`", |t| r.costs(t));
            t.finish();
        });
    },
    |r, t| {
        for (code, level) in t.pairs("lints").unwrap_or_default() {
            r.level(t, &code, &level);
        }
    },
    |r, t| {
        let found = t.tables("party", "a party", |t| r.party(t));
        r.out.parties.extend(found.unwrap_or_default());
    },
    |r, t| {
        let found = t.tables("data", "a data category", |t| r.data(t));
        r.out.data.extend(found.unwrap_or_default());
    },
    |r, t| {
        let found = t.tables("instrument", "an instrument", |t| r.instrument(t));
        r.out.instruments.extend(found.unwrap_or_default());
    },
    |r, t| {
        let found = t.tables("flow", "a flow", |t| r.flow(t));
        r.out.flows.extend(found.unwrap_or_default());
    },
    |r, t| {
        let found = t.tables("tia", "an assessment", |t| r.tia(t));
        r.out.tias.extend(found.unwrap_or_default());
    },
    |r, t| {
        let found = t.tables("notice", "a notice", |t| r.notice(t));
        r.out.notices.extend(found.unwrap_or_default());
    },
    |r, t| {
        let found = t.tables("responsible", "a row of `[[responsible]]`", |t| r.responsible(t));
        r.out.responsible.extend(found.unwrap_or_default());
    },
    |r, t| {
        let found = t.tables("waiver", "a waiver", |t| r.waiver(t));
        r.out.waivers.extend(found.unwrap_or_default());
    },
    |r, t| {
        let found = t.tables("duty", "a duty", |t| r.duty(t));
        r.out.duties.extend(found.unwrap_or_default());
    },
];

impl Reader<'_> {
    /// Reads the top table of a text or of a part of one.
    pub(super) fn file(&mut self, source: SourceId, t: &mut Table<'_>) {
        let mut turn = Turn { step: TABLES, source, section: 0 };
        for section in SECTIONS {
            t.turn(turn);
            section(self, t);
            turn.section = turn.section.saturating_add(1);
        }
        t.turn(turn);
        t.finish();
    }
}
