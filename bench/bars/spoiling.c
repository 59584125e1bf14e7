/* Spoils what a process asks of the system, for bar 14: built by the bar and loaded before Heed (LD_PRELOAD).
 * What to spoil stands in the file that HEED_SPOIL names, read at each call: one word and a number.
 *   full        writing below HEED_SPOIL_UNDER fails as on a full disk
 *   readonly    as on a disk that was turned read-only
 *   slow N      each write through to the disk takes N milliseconds more
 *   clock N     the clock is N seconds off
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static int asked(char *what, long *number) {
    const char *path = getenv("HEED_SPOIL");
    char text[64];
    if (!path) return 0;
    int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY);
    if (file < 0) return 0;
    long size = syscall(SYS_read, file, text, sizeof text - 1);
    syscall(SYS_close, file);
    if (size <= 0) return 0;
    text[size] = 0;
    *number = 0;
    return sscanf(text, "%15s %ld", what, number) >= 1;
}

static int below(int file) {
    const char *under = getenv("HEED_SPOIL_UNDER");
    char name[64], path[4096];
    if (!under) return 0;
    snprintf(name, sizeof name, "/proc/self/fd/%d", file);
    ssize_t size = readlink(name, path, sizeof path - 1);
    if (size <= 0) return 0;
    path[size] = 0;
    return strncmp(path, under, strlen(under)) == 0 && !strstr(path, "/in-use");
}

static int refused(int file) {
    char what[16];
    long number;
    if (!asked(what, &number)) return 0;
    if (strcmp(what, "full") == 0 && below(file)) { errno = ENOSPC; return 1; }
    if (strcmp(what, "readonly") == 0 && below(file)) { errno = EROFS; return 1; }
    return 0;
}

static void wait_a_little(int file) {
    char what[16];
    long number;
    if (asked(what, &number) && strcmp(what, "slow") == 0 && below(file)) {
        struct timespec rest = {number / 1000, (number % 1000) * 1000000};
        nanosleep(&rest, NULL);
    }
}

#define REAL(name, type) static __typeof__(type) real; if (!real) real = (type)dlsym(RTLD_NEXT, name)

ssize_t write(int file, const void *from, size_t size) {
    REAL("write", ssize_t (*)(int, const void *, size_t));
    return refused(file) ? -1 : real(file, from, size);
}
ssize_t pwrite64(int file, const void *from, size_t size, off64_t at) {
    REAL("pwrite64", ssize_t (*)(int, const void *, size_t, off64_t));
    return refused(file) ? -1 : real(file, from, size, at);
}
ssize_t pwrite(int file, const void *from, size_t size, off_t at) {
    REAL("pwrite", ssize_t (*)(int, const void *, size_t, off_t));
    return refused(file) ? -1 : real(file, from, size, at);
}
int ftruncate64(int file, off64_t size) {
    REAL("ftruncate64", int (*)(int, off64_t));
    return refused(file) ? -1 : real(file, size);
}
int posix_fallocate(int file, off_t at, off_t size) {
    REAL("posix_fallocate", int (*)(int, off_t, off_t));
    return refused(file) ? errno : real(file, at, size);
}
int fsync(int file) {
    REAL("fsync", int (*)(int));
    wait_a_little(file);
    return refused(file) ? -1 : real(file);
}
int fdatasync(int file) {
    REAL("fdatasync", int (*)(int));
    wait_a_little(file);
    return refused(file) ? -1 : real(file);
}
int clock_gettime(clockid_t clock, struct timespec *into) {
    REAL("clock_gettime", int (*)(clockid_t, struct timespec *));
    int answer = real(clock, into);
    char what[16];
    long number;
    if (clock == CLOCK_REALTIME && asked(what, &number) && strcmp(what, "clock") == 0) into->tv_sec += number;
    return answer;
}
