//! Whether what steps cite is law: each citation stands in the pack, and what holds rests on a row in force.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::Value;
use transfer_model::day::Day;
use transfer_model::finding::{Code, entry};
use transfer_model::law::Header;
use transfer_tests::made::BOOK;

use super::steps::Kind;

/// Every text of the law pack, and what the catalogue of findings cites.
static CITED: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    fn texts(value: &toml::Value, found: &mut BTreeSet<String>) {
        match value {
            toml::Value::String(text) => _ = found.insert(text.clone()),
            toml::Value::Array(all) => all.iter().for_each(|value| texts(value, found)),
            toml::Value::Table(table) => table.iter().for_each(|(_, value)| texts(value, found)),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    for (_, text) in jurisdictions::FILES {
        texts(&toml::Value::Table(text.parse().unwrap()), &mut found);
    }
    found.extend(Code::ALL.iter().map(|code| entry(*code).law.to_owned()));
    found
});

fn in_force(header: &Header, day: Day) -> bool {
    header.period.holds(day)
}

/// Faults in what the steps cite.
pub(crate) fn check(
    kinds: &[(Kind, &Value, &str)],
    regime: &Value,
    names: &[String],
    positions: &[usize],
    day: Day,
) -> Vec<String> {
    let mut faults = Vec::new();
    let pack = BOOK.pack();
    let law = BOOK.regime_of(regime["regime"].as_str().unwrap()).unwrap();
    for (kind, step, text) in kinds {
        let cited: Vec<&str> =
            step["law"].as_array().unwrap().iter().map(|law| law.as_str().unwrap()).collect();
        for citation in &cited {
            if !CITED.contains(*citation) {
                faults.push(format!("`{citation}` is not in the pack: {text}"));
            }
        }
        let rule = |of: &dyn Fn(&transfer_model::law::Rule) -> bool| {
            pack.rules.iter().any(|rule| {
                rule.regimes.contains(&law)
                    && in_force(&rule.header, day)
                    && cited.contains(&rule.header.citation.as_str())
                    && of(rule)
            })
        };
        match kind {
            Kind::Binds => {
                let of =
                    |row: &&transfer_model::law::Territory| row.regime == law && in_force(&row.header, day);
                let carried = regime["basis"] == "carried";
                let known = pack
                    .territories
                    .iter()
                    .filter(of)
                    .any(|row| cited.contains(&row.header.citation.as_str()));
                if !known && !carried {
                    faults.push(format!("no territory in force is cited: {text}"));
                }
            }
            Kind::Claim(at)
                if text.ends_with("(status `holds`)") && regime["basis"] != "carried" && !rule(&|_| true) =>
            {
                faults.push(format!("`{}` holds by no row in force: {text}", names[positions[*at]]));
            }
            Kind::Conclusion => {
                let row = regime["row"].as_str();
                let known = row.is_none_or(|row| rule(&|rule| rule.header.id == row));
                if !known {
                    faults.push(format!("{row:?} is not in force, or not cited: {text}"));
                }
            }
            _ => {}
        }
    }
    faults
}
