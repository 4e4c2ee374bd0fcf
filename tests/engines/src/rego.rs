//! The relation in Rego, by `regorus`. Rego forbids rules that call themselves: its `graph.reachable` stands for the
//! recursion, once for each grave verdict. The host takes the worst of a case's hops.

use std::num::NonZero;
use std::time::Duration;

use regorus::utils::limits::ExecutionTimerConfig;
use regorus::{Engine, Value};
use serde_json::json;
use transfer_model::assess::Verdict;

use crate::{Facts, Relation, Stopped, Worst, grade, verdict};

const POLICY: &str = "
package transfers

import rego.v1

next[from] contains to if some [_, from, to, _] in data.hops

broken[verdict] := graph.reachable(next, places) if {
    some verdict in data.breaks
    places := {hop[2] | some hop in data.hops; hop[3] == verdict}
}

verdicts := [worst |
    some [_, from, _, own] in data.hops
    worst := max({own} | {verdict | some verdict in data.breaks; from in broken[verdict]})
]
";

/// After so long it is stopped.
pub const LIMIT: Duration = Duration::from_mins(1);

/// An engine with the facts and the policy.
#[derive(Debug)]
pub struct Rego {
    engine: Engine,
    /// The case of each hop.
    hops: Vec<u32>,
    cases: usize,
}

impl Relation for Rego {
    const NAME: &'static str = "regorus";

    fn load(facts: &Facts) -> Result<Self, Stopped> {
        let mut engine = Engine::new();
        engine.set_execution_timer_config(ExecutionTimerConfig {
            limit: LIMIT,
            check_interval: NonZero::<u32>::MIN.saturating_add(999),
        });
        engine.add_policy("transfers.rego".to_owned(), POLICY.to_owned())?;
        let hop = |hop: &crate::Hop| {
            json!([hop.case, facts.node(hop.from, hop.kind), facts.node(hop.to, hop.kind), grade(hop.own)])
        };
        let breaks = [Verdict::Unsupported, Verdict::Invalid, Verdict::Prohibited].map(grade);
        let hops: Vec<_> = facts.hops.iter().map(hop).collect();
        engine.add_data(Value::from(json!({ "breaks": breaks, "hops": hops })))?;
        let hops = facts.hops.iter().map(|hop| hop.case).collect();
        Ok(Self { engine, hops, cases: facts.cases.len() })
    }

    fn answer(&mut self) -> Result<Vec<Verdict>, Stopped> {
        let value = self.engine.eval_rule("data.transfers.verdicts".to_owned())?;
        let found = value.as_array()?;
        if found.iter().count() != self.hops.len() {
            return Err("not a verdict for each hop".into());
        }
        let mut worst = Worst::of(self.cases);
        for (case, value) in self.hops.iter().zip(found.iter()) {
            worst.tell(*case, verdict(value.as_u8()?)?);
        }
        Ok(worst.0)
    }
}
