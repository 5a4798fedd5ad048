//! What the tasks of a run live in: a current-thread runtime for each thread, whose tasks share their data
//! without locks. With the feature `multi-thread` it is what `tokio::main` gives: one runtime with all threads
//! as its workers, among which tasks move, so that what they share is locked.

pub use chosen::{Own, Shared, block_on, count_one, in_order, loops, spawn};

#[cfg(not(feature = "multi-thread"))]
mod chosen {
    use std::cell::RefCell;
    use std::io;
    pub use std::rc::Rc as Shared;
    use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
    use std::time::Instant;

    use tokio::runtime::{Builder, LocalOptions};
    pub use tokio::task::spawn_local as spawn;

    /// Tokio looks for I/O when no task is ready, and after this many tasks at the latest. Its default of
    /// 61 is reached all the time with 100 lanes, and each look costs a system call.
    const TASKS_BETWEEN_IO: u32 = 1024;

    /// How many event loops `threads` threads make.
    pub const fn loops(threads: usize) -> usize {
        threads
    }

    pub fn block_on<F: Future>(_threads: usize, future: F) -> io::Result<F::Output> {
        let runtime = Builder::new_current_thread()
            .event_interval(TASKS_BETWEEN_IO)
            .enable_io()
            .enable_time()
            .build_local(LocalOptions::default())?;
        Ok(runtime.block_on(future))
    }

    /// A value that several tasks change.
    #[derive(Default)]
    pub struct Own<T>(RefCell<T>);

    impl<T> Own<T> {
        pub const fn new(value: T) -> Self {
            Self(RefCell::new(value))
        }

        pub fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
            work(&mut self.0.borrow_mut())
        }
    }

    /// Only one thread writes, so this needs no atomic addition, which would cost more.
    pub fn count_one(counter: &AtomicU64) {
        counter.store(counter.load(Relaxed) + 1, Relaxed);
    }

    /// The time by which a completion at `completed` belongs to a phase.
    pub const fn in_order(completed: Instant) -> Instant {
        completed
    }
}

#[cfg(feature = "multi-thread")]
mod chosen {
    use std::io;
    pub use std::sync::Arc as Shared;
    use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
    use std::sync::{Mutex, PoisonError};
    use std::time::Instant;

    use tokio::runtime::Builder;
    pub use tokio::spawn;

    /// How many event loops `threads` threads make.
    pub const fn loops(_threads: usize) -> usize {
        1
    }

    pub fn block_on<F: Future>(threads: usize, future: F) -> io::Result<F::Output> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(threads)
            .enable_all()
            .build()?;
        Ok(runtime.block_on(future))
    }

    /// A value that several tasks change.
    #[derive(Default)]
    pub struct Own<T>(Mutex<T>);

    impl<T> Own<T> {
        pub const fn new(value: T) -> Self {
            Self(Mutex::new(value))
        }

        pub fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
            // A panic aborts the client, so that no lock is ever poisoned.
            work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
        }
    }

    pub fn count_one(counter: &AtomicU64) {
        counter.fetch_add(1, Relaxed);
    }

    /// The time by which a completion at `completed` belongs to a phase. The task may have waited for the
    /// lock under which it asks: meanwhile the window can have ended and its counts been told.
    pub fn in_order(_completed: Instant) -> Instant {
        Instant::now()
    }
}
