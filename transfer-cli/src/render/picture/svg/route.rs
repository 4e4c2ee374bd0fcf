//! The way of each arrow between the columns: straight rows, joined by upright tracks in the room between two
//! columns, each track with one arrow at a height. An arrow inside a country turns inside its frame.

use std::collections::BTreeMap;

use super::super::Picture;
use super::place::{BOX, Places, sides};
use super::rank::Item;
use super::{Rect, Side, at, px};

/// Distance of two tracks.
const TRACK: i32 = 8;
/// Room beside the tracks.
const ROOM: i32 = 20;
/// Room between a frame and what is in it.
const PAD: i32 = 20;
/// Room beside a box for the head and the mark of an arrow.
pub(super) const END: i32 = 30;

/// An arrow's line and where its words stand.
#[derive(Debug)]
pub(super) struct Wire {
    /// Corners, from exporter to importer.
    pub(super) points: Vec<(i32, i32)>,
    /// The side of the importer's box where it ends.
    pub(super) side: Side,
}

/// A drawing, measured.
#[derive(Debug)]
pub(super) struct Scene {
    /// Width and height.
    pub(super) size: (i32, i32),
    /// Frames of countries, by country.
    pub(super) countries: Vec<(usize, Rect)>,
    /// Frames of corporate groups.
    pub(super) groups: Vec<(usize, Rect)>,
    /// Boxes of parties.
    pub(super) parties: Vec<Rect>,
    /// Lines of arrows.
    pub(super) wires: Vec<Wire>,
}

/// An upright piece: its room, the heights on its left and right, and whose it is.
type Piece = (i32, i32, usize, usize);

/// Draws the lines; `words` is the width of each arrow's words.
pub(super) fn route(picture: &Picture, places: &Places, words: &[i32]) -> Scene {
    let rows = places.rows(picture);
    let mut rooms = rooms(picture, places, &rows);
    let mut tracks: BTreeMap<(usize, usize), i32> = BTreeMap::new();
    let mut widths: BTreeMap<usize, i32> = BTreeMap::new();
    for (room, pieces) in &mut rooms {
        let inside = room % 2 == 0;
        let used = share(pieces, inside, &mut tracks);
        widths.insert(*room, if inside { TRACK * used + ROOM / 2 } else { TRACK * used + 2 * ROOM });
    }
    let columns = Columns::new(&gutters(picture, places, words), &widths);
    let mut uprights: BTreeMap<(usize, usize), i32> = BTreeMap::new();
    for (room, pieces) in &rooms {
        let start = columns.starts.get(room).copied().unwrap_or(0);
        for (_, _, number, step) in pieces {
            let track = tracks.get(&(*number, *step)).copied().unwrap_or(0);
            uprights.insert((*number, *step), start + TRACK * track);
        }
    }
    let all = places.column.iter().enumerate();
    let parties: Vec<Rect> =
        all.map(|(party, column)| places.rect(party, at(&columns.boxes, *column))).collect();
    let wires = rows.iter().zip(&picture.arrows).enumerate().map(|(number, (way, arrow))| {
        let (out, side) = sides(at(&places.column, arrow.from), at(&places.column, arrow.to));
        let edge = |party: usize, side: Side| {
            let rect = at(&parties, party);
            if side == Side::Left { rect.x } else { rect.right() }
        };
        let mut points = vec![(edge(arrow.from, out), way.first().copied().unwrap_or(0))];
        for (step, pair) in way.windows(2).enumerate() {
            let x = uprights.get(&(number, step)).copied().unwrap_or(0);
            points.extend(pair.iter().map(|y| (x, *y)));
        }
        points.push((edge(arrow.to, side), way.last().copied().unwrap_or(0)));
        Wire { points, side }
    });
    let wires = wires.collect();
    let height = places.spans.iter().flatten().map(|(y, h)| y + h).max().unwrap_or(0);
    // Room beside the last column is wanted only by arrows that turn there.
    let turns = widths.contains_key(&(places.columns.len() * 2).saturating_sub(1));
    let framed = || columns.frames.iter().map(|(x, w)| x + w).max().unwrap_or(0);
    let width = if turns { columns.width } else { framed() };
    let group = |(group, column, top, bottom): &(usize, usize, i32, i32)| {
        let x = at(&columns.boxes, *column) - 10;
        (*group, Rect { x, y: *top, w: BOX + 20, h: bottom - top })
    };
    let groups = places.groups.iter().map(group).collect();
    Scene { size: (width, height), countries: countries(places, &columns.frames), groups, parties, wires }
}

/// The upright pieces of all arrows by room. Rooms: even numbers inside a column, odd ones between it and the next.
fn rooms(picture: &Picture, places: &Places, rows: &[Vec<i32>]) -> BTreeMap<usize, Vec<Piece>> {
    let country = |party: usize| picture.parties.get(party).map(|party| party.country);
    let mut rooms: BTreeMap<usize, Vec<Piece>> = BTreeMap::new();
    for (number, (way, arrow)) in rows.iter().zip(&picture.arrows).enumerate() {
        let (from, to) = (at(&places.column, arrow.from), at(&places.column, arrow.to));
        let home = country(arrow.from) == country(arrow.to);
        for (step, pair) in way.windows(2).enumerate() {
            let [here, there] = pair else { continue };
            let (room, left, right) = if home {
                (from * 2, *here, *there)
            } else if from == to {
                (from * 2 + 1, *here, *there)
            } else if from < to {
                ((from + step) * 2 + 1, *here, *there)
            } else {
                (from.saturating_sub(step + 1) * 2 + 1, *there, *here)
            };
            rooms.entry(room).or_default().push((left, right, number, step));
        }
    }
    rooms
}

/// How much room the words of arrows want on the left and right of each column's boxes.
fn gutters(picture: &Picture, places: &Places, words: &[i32]) -> Vec<(i32, i32)> {
    let mut gutters: Vec<(i32, i32)> = vec![(PAD, PAD); places.columns.len()];
    for (arrow, words) in picture.arrows.iter().zip(words) {
        let (from, to) = (at(&places.column, arrow.from), at(&places.column, arrow.to));
        if let Some((left, right)) = gutters.get_mut(to) {
            let gutter = if sides(from, to).1 == Side::Left { left } else { right };
            *gutter = (*gutter).max(words + END + PAD);
        }
    }
    gutters
}

/// The columns, laid out from left to right.
struct Columns {
    /// Where each begins, and its width.
    frames: Vec<(i32, i32)>,
    /// Where its boxes begin.
    boxes: Vec<i32>,
    /// Where the tracks of each room begin.
    starts: BTreeMap<usize, i32>,
    /// Of all, with the room beside the last.
    width: i32,
}

impl Columns {
    fn new(gutters: &[(i32, i32)], widths: &BTreeMap<usize, i32>) -> Self {
        let mut all = Self { frames: Vec::new(), boxes: Vec::new(), starts: BTreeMap::new(), width: 0 };
        for (number, (left, right)) in gutters.iter().enumerate() {
            let x = all.width;
            let inner = widths.get(&(number * 2)).copied().unwrap_or(0);
            let width = left + BOX + right + inner;
            all.frames.push((x, width));
            all.boxes.push(x + left);
            all.starts.insert(number * 2, x + left + BOX + right);
            all.starts.insert(number * 2 + 1, x + width + ROOM);
            all.width += width + widths.get(&(number * 2 + 1)).copied().unwrap_or(2 * ROOM);
        }
        all
    }
}

/// The frames of countries, by country.
fn countries(places: &Places, frames: &[(i32, i32)]) -> Vec<(usize, Rect)> {
    let mut countries = Vec::new();
    for ((column, spans), (x, w)) in places.columns.iter().zip(&places.spans).zip(frames) {
        for (item, (y, h)) in column.iter().zip(spans) {
            if let Item::Country(country) = item {
                countries.push((*country, Rect { x: *x, y: *y, w: *w, h: *h }));
            }
        }
    }
    countries.sort_unstable_by_key(|(country, _)| *country);
    countries
}

/// Gives each piece a track, two on one track only where their heights keep apart; the number of tracks used.
/// Pieces that go down take the left-most tracks from the lowest start on, those that go up from the highest:
/// then the arrows of one box do not cross. Inside a column both ends are on the left, and short pieces go first.
fn share(pieces: &mut [Piece], inside: bool, tracks: &mut BTreeMap<(usize, usize), i32>) -> i32 {
    pieces.sort_unstable_by_key(|(left, right, number, step)| {
        let key = if inside {
            (left - right).abs()
        } else if left < right {
            -left
        } else {
            *left
        };
        (left >= right && !inside, key, *number, *step)
    });
    let mut taken: Vec<Vec<(i32, i32)>> = Vec::new();
    for (left, right, number, step) in pieces.iter() {
        let span = ((*left).min(*right) - 10, (*left).max(*right) + 10);
        let clear =
            |taken: &Vec<(i32, i32)>| taken.iter().all(|other| span.1 <= other.0 || other.1 <= span.0);
        let track = taken.iter().position(clear).unwrap_or(taken.len());
        match taken.get_mut(track) {
            Some(spans) => spans.push(span),
            None => taken.push(vec![span]),
        }
        tracks.insert((*number, *step), px(track));
    }
    px(taken.len())
}

#[cfg(test)]
mod tests {
    use super::share;
    use std::collections::BTreeMap;

    #[test]
    fn arrows_of_one_box_do_not_share_a_track() {
        let mut pieces = [(0, 100, 0, 0), (10, 200, 1, 0), (300, 400, 2, 0)];
        let mut tracks = BTreeMap::new();
        assert_eq!(share(&mut pieces, false, &mut tracks), 2);
        assert_ne!(tracks[&(0, 0)], tracks[&(1, 0)]);
        assert_eq!(tracks[&(2, 0)], 0);
    }
}
