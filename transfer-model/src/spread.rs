//! Work on things that need nothing of each other, spread over the processors there are. What comes of it stands in the
//! order of the things, so that the number of threads changes nothing.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// With fewer things a second thread costs more than it saves.
const FEW: usize = 1_000;

/// More threads gain little, and each takes memory of its own.
const MOST_THREADS: usize = 4;

fn threads() -> usize {
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
const FETCHED: usize = 16;

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

/// Does the work on each thing.
pub fn each_mut<T: Send>(things: &mut [T], work: impl Fn(&mut T) + Sync) {
    let share = share(things.len());
    if things.len() <= share {
        things.iter_mut().for_each(work);
        return;
    }
    thread::scope(|scope| {
        for part in things.chunks_mut(share) {
            scope.spawn(|| part.iter_mut().for_each(&work));
        }
    });
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

#[cfg(test)]
mod tests {
    use super::{FEW, each, each_fetched, each_mut, in_turn};

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
            let mut changed = things.clone();
            each_mut(&mut changed, |thing| *thing += 1);
            assert_eq!(changed, (1..=count).collect::<Vec<_>>());
            assert_eq!(in_turn(things, |thing| thing + 1), changed);
        }
    }
}
