//! Sentences about onward transfers: by which flow the data came, and who was the last party covered.

use crate::assess::verdict::Verdict;
use crate::assess::words::Words;
use crate::index::{FlowIx, InstrumentIx, MechanismIx, PartyIx};
use crate::law::{Class, Onward};

impl Words<'_> {
    pub(super) fn uncovered(
        &self,
        from: FlowIx,
        mechanism: MechanismIx,
        recipient: PartyIx,
        flow: Option<FlowIx>,
    ) -> String {
        let (came, last) = self.came_on(from, mechanism, flow);
        if self.book.mechanism(mechanism).onward == Onward::Area {
            return format!(
                "{came} passes them on to {}; inside the area that the document is made for whoever receives them must be bound alike, outside it nobody may; {last} is the last party covered",
                self.party(recipient)
            );
        }
        format!(
            "{came} passes them on to {} without a contract that binds it alike; {last} is the last party covered",
            self.party(recipient)
        )
    }

    pub(super) fn outside_group(
        &self,
        from: FlowIx,
        mechanism: MechanismIx,
        recipient: PartyIx,
        flow: Option<FlowIx>,
    ) -> String {
        let (came, last) = self.came_on(from, mechanism, flow);
        format!(
            "{came} passes them on to {}, which is outside the group and bound by no contract; {last} is the last party covered",
            self.party(recipient)
        )
    }

    pub(super) fn upstream_broken(&self, from: FlowIx, verdict: Verdict, law: &str) -> String {
        let came = self.register.flow(from);
        format!(
            "the data came by flow `{}` ({} to {}), which is {}{law}: what follows is no better",
            came.id,
            self.party(came.from.value),
            self.party(came.to.value),
            verdict.name()
        )
    }

    pub(super) fn not_authorised(&self, ix: InstrumentIx, party: PartyIx) -> String {
        let terms = self.register.instrument(ix).subprocessors.as_ref();
        let notice = terms.and_then(|terms| terms.notice_days).map_or_else(String::new, |days| {
            format!("; under it a change must be notified {days} days before")
        });
        format!(
            "{} is not among the sub-processors that `{}` authorises{notice}",
            self.party(party),
            self.instrument(ix)
        )
    }

    pub(super) fn nothing_carried(&self, from: FlowIx, mechanism: MechanismIx, law: &str) -> String {
        let came = self.register.flow(from);
        let mechanism = self.book.mechanism(mechanism);
        // A decision may hold rules of its own on what is passed on; a ground that carries one transfer has none.
        let own = if matches!(mechanism.class, Class::Adequacy | Class::Scheme) {
            "the law of the country they came to takes over, and some decisions add rules of their own"
        } else {
            "it carries that transfer alone"
        };
        format!(
            "the data came by flow `{}` under {}, which carries no duty on to this flow{law}; {own}",
            came.id, mechanism.name
        )
    }

    /// How data that a flow brought came to the exporter of a later one, and who that is: the last whom anything binds.
    fn came_on(&self, from: FlowIx, mechanism: MechanismIx, flow: Option<FlowIx>) -> (String, String) {
        let came = self.register.flow(from);
        let last = flow.map_or(came.to.value, |flow| self.register.flow(flow).from.value);
        let name = &self.book.mechanism(mechanism).name;
        let way = if last == came.to.value {
            format!("{} received the data by flow `{}` under {name}, and", self.party(last), came.id)
        } else {
            format!(
                "the data came by flow `{}` ({} to {}) under {name} and on to {}, which",
                came.id,
                self.party(came.from.value),
                self.party(came.to.value),
                self.party(last)
            )
        };
        (way, self.party(last).to_string())
    }
}
