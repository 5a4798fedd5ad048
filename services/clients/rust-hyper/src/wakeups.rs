//! The waker that a connection's driver gets, in place of that of the task which polls it.
//!
//! hyper's driver and its sender wake each other, as if each had a task of its own. Here one task polls both,
//! and looks at the other right after the one. Woken while it runs, Tokio would poll it once more for
//! nothing: after each request that it sends, and after each answer.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Wake, Waker};

/// Wakes the task only while it waits. All of it is used on the thread of one event loop.
#[derive(Default)]
pub struct Wakeups {
    is_waiting: AtomicBool,
    /// One came while the driver ran: it gave way to other tasks, or it was asked for more.
    came: AtomicBool,
    task: Mutex<Option<Waker>>,
}

impl Wakeups {
    /// To be called before the driver is polled, with the waker of the task.
    pub fn begin(&self, task: &Waker) {
        self.is_waiting.store(false, Relaxed);
        self.came.store(false, Relaxed);
        // Clones the waker only if it is another one than before.
        self.task()
            .get_or_insert_with(|| task.clone())
            .clone_from(task);
    }

    /// To be called when the task is going to wait.
    pub fn wait(&self) {
        self.is_waiting.store(true, Relaxed);
        if self.came.load(Relaxed) {
            self.wake_task();
        }
    }

    fn wake_task(&self) {
        if let Some(task) = &*self.task() {
            task.wake_by_ref();
        }
    }

    fn task(&self) -> MutexGuard<'_, Option<Waker>> {
        self.task.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Wake for Wakeups {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if self.is_waiting.load(Relaxed) {
            self.wake_task();
        } else {
            self.came.store(true, Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Task(AtomicBool);

    impl Wake for Task {
        fn wake(self: Arc<Self>) {
            self.0.store(true, Relaxed);
        }
    }

    fn set_up() -> (Arc<Task>, Arc<Wakeups>, Waker) {
        let (task, wakeups) = (Arc::new(Task::default()), Arc::new(Wakeups::default()));
        wakeups.begin(&Waker::from(task.clone()));
        (task, wakeups.clone(), wakeups.into())
    }

    #[test]
    fn a_task_that_waits_is_woken() {
        let (task, wakeups, waker) = set_up();
        wakeups.wait();
        assert!(!task.0.load(Relaxed));
        waker.wake_by_ref();
        assert!(task.0.load(Relaxed));
    }

    #[test]
    fn a_task_that_runs_is_woken_when_it_waits_after_all() {
        let (task, wakeups, waker) = set_up();
        waker.wake_by_ref();
        assert!(!task.0.load(Relaxed));
        wakeups.wait();
        assert!(task.0.load(Relaxed));
    }

    #[test]
    fn what_came_before_the_driver_was_polled_is_forgotten() {
        let (task, wakeups, waker) = set_up();
        waker.wake_by_ref();
        wakeups.begin(&Waker::from(task.clone()));
        wakeups.wait();
        assert!(!task.0.load(Relaxed));
    }
}
