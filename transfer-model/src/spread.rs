//! Work on things that need nothing of each other, spread over the processors there are. What comes of it stands in the
//! order of the things, so that the number of threads changes nothing.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

/// With fewer things a second thread costs more than it saves.
const FEW: usize = 1_000;

/// More threads gain little, and each takes memory of its own.
const MOST_THREADS: usize = 4;

/// How many things a thread may be ahead of the one whose turn it is: what is done and waits takes memory.
const AHEAD: usize = 4;

/// As many threads as there are processors, up to four.
pub fn threads() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get).min(MOST_THREADS)
}

/// How many things go to each thread; all, where one is enough.
fn share(things: usize) -> usize {
    if things < FEW { things.max(1) } else { things.div_ceil(threads()) }
}

/// Whether there are so many things that threads gain something.
pub const fn many(things: usize) -> bool {
    things >= FEW
}

/// In so many parts things are cut where there are many: no processor waits long for another at the end, and how many
/// there are changes nothing.
const PARTS: usize = 16;

/// A number of things cut into parts, where there are many.
pub fn parts(things: usize) -> Vec<Range<usize>> {
    let count = if many(things) { PARTS } else { 1 };
    let size = things.div_ceil(count).max(1);
    let first = (0..things.div_ceil(size)).map(|at| at.saturating_mul(size));
    first.map(|first| first..first.saturating_add(size).min(things)).collect()
}

/// What the work makes of each thing, in their order.
pub fn each<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let share = share(things.len());
    if things.len() <= share {
        return things.iter().map(work).collect();
    }
    let mut all = Vec::with_capacity(things.len());
    thread::scope(|scope| {
        let parts = things.chunks(share);
        let running: Vec<_> =
            parts.map(|part| scope.spawn(|| part.iter().map(&work).collect::<Vec<R>>())).collect();
        for part in running {
            all.extend(part.join().unwrap_or_else(|cause| resume_unwind(cause)));
        }
    });
    all
}

/// So many things are fetched at a time: enough that their ways through memory overlap, and few enough to stay at hand.
pub const FETCHED: usize = 16;

/// The same, where things lie far apart in memory: `fetch` looks at some things that come next, one look not waiting
/// for another, as those of the work would.
pub fn each_fetched<T: Sync, R: Send>(
    things: &[T],
    fetch: impl Fn(&[T]) + Sync,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let part = |things: &[T]| {
        let mut all = Vec::with_capacity(things.len());
        for some in things.chunks(FETCHED) {
            fetch(some);
            all.extend(some.iter().map(&work));
        }
        all
    };
    let share = share(things.len());
    if things.len() <= share {
        return part(things);
    }
    let parts = things.chunks(share).collect();
    let mut all = Vec::with_capacity(things.len());
    for done in in_turn(parts, part) {
        all.extend(done);
    }
    all
}

/// What the work adds for each thing, in their order.
pub fn gather<T: Send, R: Send>(things: &mut [T], work: impl Fn(&mut T, &mut Vec<R>) + Sync) -> Vec<R> {
    let part = |things: &mut [T]| {
        let mut all = Vec::new();
        for thing in things {
            work(thing, &mut all);
        }
        all
    };
    let share = share(things.len());
    if things.len() <= share {
        return part(things);
    }
    let mut parts = in_turn(things.chunks_mut(share).collect(), part).into_iter();
    let mut all = parts.next().unwrap_or_default();
    parts.for_each(|more| all.extend(more));
    all
}

/// Does the work on each thing; `fetch` looks ahead as with [`each_fetched`].
pub fn each_mut<T: Send>(things: &mut [T], fetch: impl Fn(&[T]) + Sync, work: impl Fn(&mut T) + Sync) {
    let part = |things: &mut [T]| {
        for some in things.chunks_mut(FETCHED) {
            fetch(some);
            some.iter_mut().for_each(&work);
        }
    };
    let share = share(things.len());
    if things.len() <= share {
        part(things);
        return;
    }
    in_turn(things.chunks_mut(share).collect(), part);
}

/// What the work makes of each thing, in their order; few things of which each is much work, taken in turn.
pub fn in_turn<T: Send, R: Send>(things: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let threads = threads().min(things.len());
    if threads < 2 {
        return things.into_iter().map(work).collect();
    }
    let mut done: Vec<Option<R>> = things.iter().map(|_| None).collect();
    let open = Mutex::new(things.into_iter().zip(&mut done));
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                // The lock is held while a thing is taken, and not while it is worked on.
                while let Some((thing, slot)) = { open.lock().unwrap_or_else(PoisonError::into_inner).next() }
                {
                    *slot = Some(work(thing));
                }
            });
        }
    });
    done.into_iter().flatten().collect()
}

/// Does the work on each thing, on so many threads, and hands over what comes of it in the order of the things, while
/// others are still worked on. Each thread has something of its own, such as room that it uses again.
pub fn in_order<T: Sync, R: Send, S>(
    threads: usize,
    things: &[T],
    own: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &T) -> R + Sync,
    mut take: impl FnMut(&T, R),
) {
    if threads < 2 || things.len() < 2 {
        let mut own = own();
        for thing in things {
            take(thing, work(&mut own, thing));
        }
        return;
    }
    let ahead = threads.saturating_mul(AHEAD);
    let (let_go, going) = mpsc::channel();
    let (send, receive) = mpsc::channel();
    let going = Mutex::new(going);
    thread::scope(|scope| {
        for _ in 0..threads {
            let (send, going, own, work) = (send.clone(), &going, &own, &work);
            scope.spawn(move || {
                let mut own = own();
                loop {
                    let next = going.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((at, thing)) = next else { return };
                    // A thread that is gone would be waited for without end.
                    let done = catch_unwind(AssertUnwindSafe(|| work(&mut own, thing)));
                    if send.send((at, done)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        let mut coming = things.iter().enumerate();
        let mut let_one_go = || coming.next().is_some_and(|next| let_go.send(next).is_ok());
        for _ in 0..ahead {
            let_one_go();
        }
        let mut waiting = BTreeMap::new();
        for (turn, thing) in things.iter().enumerate() {
            while !waiting.contains_key(&turn)
                && let Ok((at, done)) = receive.recv()
            {
                waiting.insert(at, done);
            }
            let Some(done) = waiting.remove(&turn) else { return };
            let_one_go();
            take(thing, done.unwrap_or_else(|cause| resume_unwind(cause)));
        }
        drop(let_go);
    });
}

/// Gives many things back beside what follows: the lists of a large assessment take a third of a second, and a program
/// that ends need not wait for them.
pub fn let_go<T: Send + 'static>(things: Vec<T>) {
    if many(things.len()) {
        // Without a thread to be had, they are given back here.
        let _ = thread::Builder::new().spawn(move || drop(things));
    }
}

#[cfg(test)]
mod tests {
    use super::{FEW, each, each_fetched, each_mut, gather, in_order, in_turn};

    #[test]
    fn things_are_handed_over_in_their_order() {
        for (threads, count) in [(1, 50), (2, 0), (2, 1), (3, 500)] {
            let things: Vec<u64> = (0..count).collect();
            let mut taken = Vec::new();
            // The first is done last of those that may be ahead of it.
            let work = |turns: &mut u64, thing: &u64| {
                *turns += 1;
                if *thing == 0 {
                    std::thread::sleep(std::time::Duration::from_millis(20));
                }
                (thing * 2, *turns)
            };
            in_order(
                threads,
                &things,
                || 0,
                work,
                |thing, (done, turns)| {
                    assert!((1..=count).contains(&turns));
                    taken.push((*thing, done));
                },
            );
            assert_eq!(taken, things.iter().map(|thing| (*thing, thing * 2)).collect::<Vec<_>>());
        }
    }

    #[test]
    #[should_panic(expected = "the third")]
    fn a_panic_of_one_ends_all() {
        let things: Vec<usize> = (0..100).collect();
        in_order(2, &things, || (), |(), thing| assert!(*thing != 3, "the third"), |_, ()| {});
    }

    #[test]
    fn things_keep_their_order() {
        for count in [0, 1, FEW, FEW * 3 + 1] {
            let things: Vec<usize> = (0..count).collect();
            assert_eq!(each(&things, |thing| thing * 2), things.iter().map(|t| t * 2).collect::<Vec<_>>());
            let seen = std::sync::atomic::AtomicUsize::new(0);
            let fetch = |some: &[usize]| {
                seen.fetch_add(some.len(), std::sync::atomic::Ordering::Relaxed);
            };
            assert_eq!(each_fetched(&things, fetch, |thing| thing * 2), each(&things, |thing| thing * 2));
            assert_eq!(seen.into_inner(), count);
            let twice = |thing: &mut usize, all: &mut Vec<usize>| all.extend([*thing, *thing]);
            let all: Vec<usize> = things.iter().flat_map(|thing| [*thing, *thing]).collect();
            assert_eq!(gather(&mut things.clone(), twice), all);
            let mut changed = things.clone();
            each_mut(&mut changed, |_| (), |thing| *thing += 1);
            assert_eq!(changed, (1..=count).collect::<Vec<_>>());
            assert_eq!(in_turn(things, |thing| thing + 1), changed);
        }
    }
}
