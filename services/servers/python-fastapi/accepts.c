/* Counts the connections that a server accepts, for one that tells Python nothing of them (granian).
 * Preloaded, so that its accept4 is found before that of the C library, from which Rust takes it. */
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

static uint64_t *slot;

/* To be called in each process before it accepts, with the address of a slot of its own. */
void count_accepts_at(uint64_t *address) { slot = address; }

/* Declared here, as <sys/socket.h> has it with a type for addresses that only compilers know. */
int accept4(int listener, void *address, void *address_length, int flags);

int accept4(int listener, void *address, void *address_length, int flags)
{
    int connection = (int)syscall(SYS_accept4, listener, address, address_length, flags);
    if (connection >= 0 && slot != NULL)
        __atomic_fetch_add(slot, 1, __ATOMIC_RELAXED);
    return connection;
}
