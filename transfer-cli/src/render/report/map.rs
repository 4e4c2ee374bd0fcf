//! A world map with a route for each flow. Shapes and centres are made from Natural Earth (public domain, 1:110m
//! and 1:10m, by way of the package world-atlas 2.0.2), in the Natural Earth projection, 2000 by 881 points; the
//! borders are its view of who governs and say nothing about law.

use std::collections::BTreeMap;

use transfer_model::assess::Verdict;

use super::Report;
use crate::render::picture::look::look;
use crate::render::text::{clean, short};

const SHAPES: &str = include_str!("map/shapes.tsv");
const CENTRES: &str = include_str!("map/centres.tsv");
const WIDE: i32 = 2000;
const TALL: i32 = 881;
/// Where places without a point on the map are shown.
const NOWHERE: (i32, i32) = (150, 800);
/// What stands for them.
pub(super) const UNKNOWN: &str = "not on the map";
/// Characters of a flow's id in a tooltip.
const TOLD: usize = 200;

/// A place on the map, with how many flows leave it and reach it.
#[derive(Debug, Clone, Default)]
pub(super) struct Stop {
    pub(super) name: String,
    pub(super) sends: usize,
    pub(super) receives: usize,
    at: (i32, i32),
    known: bool,
}

/// The map, with Europe enlarged where it is crowded, and the places on it by code.
pub(super) fn draw(report: &Report<'_>) -> (String, BTreeMap<String, Stop>) {
    let centres = centres();
    let mut stops: BTreeMap<String, Stop> = BTreeMap::new();
    let mut routes = Vec::new();
    for result in &report.assessment.flows {
        let from = report.engine.origin(result.flow);
        let to =
            report.loaded.register.party(report.loaded.register.flow(result.flow).to.value).country.value;
        let mut ends = vec![(to, true)];
        for (_, place) in report.engine.places(result.flow) {
            if !ends.iter().any(|(known, _)| *known == place) {
                ends.push((place, false));
            }
        }
        let start = stop(report, from, &centres, &mut stops);
        let told = [name(report, from), name(report, to)];
        if let Some(stop) = stops.get_mut(&start) {
            stop.sends = stop.sends.saturating_add(1);
        }
        for (place, main) in ends {
            let end = stop(report, place, &centres, &mut stops);
            if let (true, Some(stop)) = (main, stops.get_mut(&end)) {
                stop.receives = stop.receives.saturating_add(1);
            }
            routes.push(Route {
                flow: report.id(result.flow),
                told,
                from: start.clone(),
                to: end,
                verdict: result.verdict,
                main,
            });
        }
    }
    let mut text = picture(report, &routes, &stops, WORLD);
    let crowded = stops.values().filter(|stop| EUROPE.shows(stop)).count();
    if crowded > 2 {
        text.push_str(&picture(report, &routes, &stops, EUROPE));
    }
    (text, stops)
}

/// A part of the map, enlarged.
#[derive(Clone, Copy)]
struct View {
    id: &'static str,
    title: &'static str,
    from: (i32, i32),
    size: (i32, i32),
    factor: i32,
}

const WORLD: View = View { id: "map", title: "World map", from: (0, 0), size: (WIDE, TALL), factor: 1 };
const EUROPE: View =
    View { id: "inset", title: "Map of Europe, enlarged,", from: (920, 90), size: (1200, 800), factor: 5 };

impl View {
    /// Where a place stands in it.
    fn at(self, stop: &Stop) -> (i32, i32) {
        ((stop.at.0 - self.from.0) * self.factor, (stop.at.1 - self.from.1) * self.factor)
    }

    fn shows(self, stop: &Stop) -> bool {
        let (x, y) = self.at(stop);
        (0..=self.size.0).contains(&x) && (0..=self.size.1).contains(&y)
    }
}

fn picture(report: &Report<'_>, routes: &[Route<'_>], stops: &BTreeMap<String, Stop>, view: View) -> String {
    let View { id, title, from, size: (wide, tall), factor } = view;
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"map {id}\" viewBox=\"0 0 {wide} {tall}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">\n<title id=\"{id}-title\">{title} of the transfers on {}</title>\n<desc id=\"{id}-desc\">One route for each flow, from the exporter's country to the importer's; dotted lines go to further places where the data lie or are seen. The table below says the same in words.</desc>\n<rect width=\"{wide}\" height=\"{tall}\" fill=\"#f7f9fb\"/>\n",
        report.loaded.day
    );
    if factor == 1 {
        text.push_str("<g id=\"map-shapes\" stroke=\"#ffffff\" stroke-width=\"1\">\n");
        for line in SHAPES.lines() {
            let Some((code, shape)) = line.split_once('\t') else { continue };
            let fill = if stops.contains_key(code) { "#c3d3e3" } else { "#e1e6eb" };
            text.push_str(&format!("<path fill=\"{fill}\" d=\"{shape}\"/>\n"));
        }
        text.push_str("</g>\n");
    } else {
        text.push_str(&format!(
            "<use href=\"#map-shapes\" transform=\"scale({factor}) translate({} {})\"/>\n",
            -from.0, -from.1
        ));
    }
    lines(routes, stops, view, &mut text);
    for (code, stop) in stops.iter().filter(|(_, stop)| view.shows(stop)) {
        let (x, y) = view.at(stop);
        let words = if stop.known { code.as_str() } else { UNKNOWN };
        text.push_str(&format!(
            "<g class=\"stop\"><title>{}</title><circle cx=\"{x}\" cy=\"{y}\" r=\"7\" fill=\"#ffffff\" stroke=\"#1a1a1a\" stroke-width=\"2.5\"/><text x=\"{x}\" y=\"{}\" text-anchor=\"middle\" font-size=\"22\" font-weight=\"bold\" fill=\"#1a1a1a\" stroke=\"#ffffff\" stroke-width=\"5\" paint-order=\"stroke\">{}</text></g>\n",
            escape(&stop.name),
            y + 30,
            escape(words)
        ));
    }
    text.push_str("</svg>\n");
    text
}

struct Route<'a> {
    flow: &'a str,
    /// Where the flow comes from and goes to: of several places at one point, its own.
    told: [&'a str; 2],
    from: String,
    to: String,
    verdict: Verdict,
    main: bool,
}

/// A place by its name.
fn name<'a>(report: &Report<'a>, place: Option<transfer_model::index::PlaceIx>) -> &'a str {
    place.map_or("place not known", |place| &report.loaded.book.place(place).name)
}

/// The code under which a place stands on the map; the place is added.
fn stop(
    report: &Report<'_>,
    place: Option<transfer_model::index::PlaceIx>,
    centres: &BTreeMap<&str, (i32, i32)>,
    stops: &mut BTreeMap<String, Stop>,
) -> String {
    let code = report.code(place);
    let name = name(report, place);
    // Parts and zones of a state stand at its centre.
    let whole = code.split('-').next().unwrap_or(code);
    let found = centres.get(code).map(|at| (code, *at)).or_else(|| centres.get(whole).map(|at| (whole, *at)));
    let (code, at, known) = match found {
        Some((code, at)) => (code, at, true),
        None => (UNKNOWN, NOWHERE, false),
    };
    let entry = stops.entry(code.to_owned()).or_insert_with(|| Stop { at, known, ..Stop::default() });
    if !entry.name.split("; ").any(|known| known == name) {
        let more = if entry.name.is_empty() { name.to_owned() } else { format!("{}; {name}", entry.name) };
        entry.name = short(&more, TOLD);
    }
    code.to_owned()
}

/// Routes as curves: those between the same two places side by side, those the other way on the other side.
fn lines(routes: &[Route<'_>], stops: &BTreeMap<String, Stop>, view: View, text: &mut String) {
    let mut totals: BTreeMap<(&str, &str), i32> = BTreeMap::new();
    for route in routes {
        let total = totals.entry((&route.from, &route.to)).or_default();
        *total = total.saturating_add(1);
    }
    let mut used: BTreeMap<(&str, &str), i32> = BTreeMap::new();
    let mut open: Option<&str> = None;
    for route in routes {
        let key = (route.from.as_str(), route.to.as_str());
        let number = used.entry(key).or_default();
        let slot = *number;
        *number = number.saturating_add(1);
        let total = totals.get(&key).copied().unwrap_or(1);
        let (Some(from), Some(to)) = (stops.get(&route.from), stops.get(&route.to)) else { continue };
        if !view.shows(from) && !view.shows(to) {
            continue;
        }
        if open != Some(route.flow) {
            if open.is_some() {
                text.push_str("</g>\n");
            }
            open = Some(route.flow);
            text.push_str(&format!(
                "<g class=\"route\" data-flow=\"{}\"><title>{}: {} to {}: {}</title>",
                escape(&short(route.flow, TOLD)),
                escape(&short(route.flow, TOLD)),
                escape(&short(route.told[0], TOLD)),
                escape(&short(route.told[1], TOLD)),
                route.verdict.name()
            ));
        }
        text.push_str(&line(route, view.at(from), view.at(to), slot, total));
    }
    if open.is_some() {
        text.push_str("</g>\n");
    }
}

fn line(route: &Route<'_>, from: (i32, i32), to: (i32, i32), slot: i32, total: i32) -> String {
    let look = look(route.verdict);
    let dots = if route.main { "" } else { " stroke-dasharray=\"3 6\"" };
    let (path, middle, tip) = if from == to { circle(from, slot) } else { curve(from, to, slot, total) };
    let mark = if route.main {
        let fill = if look.filled { look.colour } else { "#ffffff" };
        format!(
            "<g transform=\"translate({} {}) scale(1.6)\"><circle r=\"6\" fill=\"#ffffff\"/><path d=\"{}\" fill=\"{fill}\" stroke=\"{}\" stroke-width=\"1.5\"/></g>",
            middle.0, middle.1, look.mark, look.colour
        )
    } else {
        String::new()
    };
    format!(
        "<path d=\"{path}\" fill=\"none\" stroke=\"{0}\" stroke-width=\"{1}\"{dots}/><path d=\"{tip}\" fill=\"{0}\"/>{mark}",
        look.colour, look.width
    )
}

/// A curve that bows to its left, its middle, and the head of its arrow.
fn curve(from: (i32, i32), to: (i32, i32), slot: i32, total: i32) -> (String, (i32, i32), String) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    // Hundredths of the length; few routes stand well apart, many share the room there is.
    let step = if total > 1 { (60 / (total - 1)).clamp(1, 9) } else { 0 };
    let bend = 14 + slot * step;
    let middle = (i32::midpoint(from.0, to.0), i32::midpoint(from.1, to.1));
    let control = (middle.0 + dy * bend / 100, middle.1 - dx * bend / 100);
    let back = toward(to, control, 9);
    let path = format!("M{} {}Q{} {} {} {}", from.0, from.1, control.0, control.1, back.0, back.1);
    let middle = ((from.0 + 2 * control.0 + to.0) / 4, (from.1 + 2 * control.1 + to.1) / 4);
    (path, middle, head(back, control))
}

/// A flow that stays in a country: a loop above it, each next one higher.
fn circle(at: (i32, i32), slot: i32) -> (String, (i32, i32), String) {
    let high = 46 + slot * 16;
    let (x, y) = at;
    let path = format!(
        "M{} {}C{} {} {} {} {} {}",
        x - 5,
        y - 7,
        x - high,
        y - high,
        x + high,
        y - high,
        x + 5,
        y - 9
    );
    (path, (x, y - high * 3 / 4 - 2), head((x + 5, y - 9), (x + high / 2, y - high)))
}

/// The head of an arrow at a point, coming from another.
fn head(tip: (i32, i32), from: (i32, i32)) -> String {
    let base = toward(tip, from, 14);
    let (dx, dy) = ((base.1 - tip.1) / 2, (tip.0 - base.0) / 2);
    format!("M{} {}L{} {}L{} {}Z", tip.0, tip.1, base.0 + dx, base.1 + dy, base.0 - dx, base.1 - dy)
}

/// A point at a distance from one point on the way to another.
fn toward(from: (i32, i32), to: (i32, i32), distance: i32) -> (i32, i32) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let long = (dx.saturating_mul(dx).saturating_add(dy.saturating_mul(dy))).max(1).isqrt().max(1);
    (from.0 + dx * distance / long, from.1 + dy * distance / long)
}

fn centres() -> BTreeMap<&'static str, (i32, i32)> {
    CENTRES
        .lines()
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?, (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?)))
        })
        .collect()
}

fn escape(text: &str) -> String {
    maud::html! { (clean(text)) }.into_string()
}

#[cfg(test)]
mod tests {
    use transfer_model::law::PlaceKind;

    use super::{SHAPES, TALL, WIDE, centres};

    #[test]
    fn every_country_of_the_pack_is_on_the_map() {
        let centres = centres();
        let book = jurisdictions::embedded().unwrap();
        for place in &book.pack().places {
            let whole = place.code.split('-').next().unwrap();
            let nowhere = matches!(place.kind, PlaceKind::Organisation | PlaceKind::Area);
            let known = centres.contains_key(whole) || nowhere;
            assert!(known, "{}", place.code);
        }
        for (code, (x, y)) in centres {
            let inside = (0..=WIDE).contains(&x) && (0..=TALL).contains(&y);
            assert!(inside || ["AQ", "GS", "HM", "BV", "TF"].contains(&code), "{code} {x} {y}");
        }
        assert!(SHAPES.lines().count() > 150);
    }
}
