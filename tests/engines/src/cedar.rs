//! Single decisions by `cedar-policy`: whether a case stands, given its own verdict and what is broken where its
//! exporter got the data. Cedar has no recursion, and is told what reached the exporter.

use std::collections::BTreeSet;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicySet, Request,
    RestrictedExpression,
};
use transfer_model::assess::Verdict;

use crate::graph::{Graph, bit};
use crate::{Facts, Hop, Relation as _, Stopped, grade};

/// Undetermined has the number 3.
const POLICIES: &str = r#"
permit (principal, action == Action::"transfer", resource) when { resource.own < 3 };
forbid (principal, action == Action::"transfer", resource) when { principal.broken.containsAny(resource.kinds) };
"#;

/// Cases to decide, one by one.
#[derive(Debug)]
pub struct Decisions {
    policies: PolicySet,
    entities: Entities,
    requests: Vec<Request>,
    plain: Vec<Plain>,
}

/// A decision as bit masks.
#[derive(Debug, Clone, Copy)]
struct Plain {
    own: Verdict,
    kinds: u64,
    broken: u64,
}

impl Decisions {
    /// Prepares to decide these cases.
    pub fn new(facts: &Facts, cases: &[usize]) -> Result<Self, Stopped> {
        let broken = Graph::load(facts)?.broken();
        let set = |kinds: u64| {
            let kinds = (0..facts.kinds).filter(|kind| kinds & bit(*kind) != 0);
            RestrictedExpression::new_set(kinds.map(|kind| RestrictedExpression::new_long(kind.into())))
        };
        let all: Vec<&[Hop]> = facts.hops.chunk_by(|a, b| a.case == b.case).collect();
        let (mut entities, mut requests, mut plain) = (Vec::new(), Vec::new(), Vec::new());
        let mut parties = BTreeSet::new();
        for case in cases {
            let hops = *all.get(*case).ok_or("no such case")?;
            let from = hops.first().ok_or("a case without hops")?.from;
            let here = Plain {
                own: hops.iter().map(|hop| hop.own).fold(Verdict::NotRestricted, Verdict::max),
                kinds: hops.iter().fold(0, |all, hop| all | bit(hop.kind)),
                broken: usize::try_from(from).ok().and_then(|at| broken.get(at)).copied().unwrap_or(0),
            };
            let (principal, resource) = (uid("Party", &from.to_string())?, uid("Case", &case.to_string())?);
            if parties.insert(from) {
                let facts = [("broken".to_owned(), set(here.broken))];
                entities.push(Entity::new(principal.clone(), facts.into(), [].into())?);
            }
            let own = RestrictedExpression::new_long(grade(here.own).into());
            let facts = [("own".to_owned(), own), ("kinds".to_owned(), set(here.kinds))];
            entities.push(Entity::new(resource.clone(), facts.into(), [].into())?);
            let action = uid("Action", "transfer")?;
            requests.push(Request::new(principal, action, resource, Context::empty(), None)?);
            plain.push(here);
        }
        let entities = Entities::from_entities(entities, None)?;
        Ok(Self { policies: POLICIES.parse()?, entities, requests, plain })
    }

    /// Which cases stand, by Cedar.
    pub fn cedar(&self) -> Vec<bool> {
        let judge = Authorizer::new();
        let decide = |request| judge.is_authorized(request, &self.policies, &self.entities).decision();
        self.requests.iter().map(|request| decide(request) == Decision::Allow).collect()
    }

    /// Which cases stand, by bit masks.
    pub fn plain(&self) -> Vec<bool> {
        self.plain.iter().map(|case| case.own.stands() && case.kinds & case.broken == 0).collect()
    }
}

fn uid(kind: &str, id: &str) -> Result<EntityUid, Stopped> {
    Ok(EntityUid::from_type_name_and_id(kind.parse::<EntityTypeName>()?, EntityId::new(id)))
}
