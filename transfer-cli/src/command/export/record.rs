//! A record of processing, with what is not in it said on the side.

use transfer_model::assess::Assessment;
use transfer_model::index::PartyIx;

use crate::env::Out;
use crate::input::Loaded;
use crate::render::exchange::record::{Authority, Record};
use crate::render::text::clean;

/// The record, with what is not in it said on the side.
pub(super) fn article_30(
    loaded: &Loaded,
    assessment: &Assessment,
    authority: Authority,
    of: Option<PartyIx>,
    out: &mut Out<'_>,
) -> String {
    let record = Record::new(loaded, assessment, authority, of);
    let flows = |number: usize, one: &str, more: &str| match number {
        1 => format!("1 flow {one}"),
        _ => format!("{number} flows {more}"),
    };
    if record.foreign > 0 && of.is_none() {
        out.message(&format!(
            "note: {} of the group (`kind = \"group\"`) and {} not in the record\n",
            flows(record.foreign, "does not leave a company", "do not leave a company"),
            if record.foreign == 1 { "is" } else { "are" }
        ));
    }
    let law = clean(record.law());
    if record.unbound_flows > 0 {
        out.message(&format!(
            "note: {law} does not bind the exporter of {}, left out of the record: {}\n  = help: --of PARTY gives the record of one party all the same\n",
            flows(record.unbound_flows, "", "").trim_end(),
            clean(&record.unbound.join(", "))
        ));
    }
    if !record.abroad.is_empty() {
        out.message(&format!(
            "note: in the record, though not established where {law} applies: {}\n",
            clean(&record.abroad.join(", "))
        ));
    }
    record.table()
}
