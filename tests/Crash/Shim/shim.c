/*
 * A disk that forgets, for LD_PRELOAD. Below the folder SHIM_FOLDER every write is done at once, so that the program reads what it
 * wrote; but what it overwrote is kept in SHIM_UNDO until the file is synced. After the program was killed, playing the undo records back
 * leaves each file as it was when it was last synced: what a power cut may leave at worst. The same holds for names: a file that was
 * made, renamed or unlinked is undone unless its folder was synced. fsync itself only drops the undo records: the page cache outlives a
 * kill, so the real one would only cost time.
 *
 * SHIM_CONTROL names a file of two numbers (int64) that the test maps and changes while the program runs: a mode and an argument.
 *   0 nothing   1 the disk is full after ARG more bytes   2 writes fail with EROFS   3 the next ARG syncs fail with EIO
 *
 * Undo records are one file each, named by a number that grows: u-0000000000000001 and so on, holding
 *   W link\0 offset size-before-the-write old-bytes     C path\0     D path\0 kept     R from\0 to\0 kept-or-empty
 *   M path\0 (made a folder)     X path\0 (removed one)
 * For Linux on x86-64: it makes the system calls itself.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { NOTHING, FULL, READ_ONLY, SYNC_FAILS };

#define MAX_FDS 65536
#define MAX_RECORDS 1048576

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *folder, *undo;
static volatile int64_t *control;
static int64_t next_record;
static char *names[MAX_FDS]; /* what each open file that is watched is known by: a link to it in SHIM_UNDO, or a folder's path */
static struct { int64_t number; char *of; } *records; /* of: the link of the file, or for names their folder */
static int record_count;

static int real_open(const char *path, int flags, int mode) { return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode); }
static ssize_t real_pwrite(int fd, const void *b, size_t n, off_t at) { return syscall(SYS_pwrite64, fd, b, n, at); }
static ssize_t real_pread(int fd, void *b, size_t n, off_t at) { return syscall(SYS_pread64, fd, b, n, at); }
static int real_close(int fd) { return (int)syscall(SYS_close, fd); }

__attribute__((constructor)) static void start(void)
{
    folder = getenv("SHIM_FOLDER");
    undo = getenv("SHIM_UNDO");
    const char *file = getenv("SHIM_CONTROL");
    records = calloc(MAX_RECORDS, sizeof *records);
    if (file == NULL) return;
    int fd = real_open(file, O_RDWR, 0);
    if (fd < 0) return;
    void *map = mmap(NULL, 16, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (map != MAP_FAILED) control = map;
    real_close(fd);
}

static int64_t mode(void) { return control == NULL ? NOTHING : control[0]; }

/* SQLite's shared memory is made anew after a crash, and locks hold nothing. */
static int is_watched(const char *path)
{
    size_t n = folder == NULL ? 0 : strlen(folder);
    if (n == 0 || strncmp(path, folder, n) != 0 || (path[n] != '/' && path[n] != 0)) return 0;
    size_t m = strlen(path);
    return !(m > 4 && strcmp(path + m - 4, "-shm") == 0) && !(m > 5 && strcmp(path + m - 5, ".lock") == 0) && !(m > 5 && strcmp(path + m - 5, "/lock") == 0);
}

static void absolute(const char *path, char *out)
{
    if (path[0] == '/') snprintf(out, PATH_MAX, "%s", path);
    else
    {
        char here[PATH_MAX];
        if (getcwd(here, sizeof here) == NULL) here[0] = 0;
        if (snprintf(out, PATH_MAX, "%s/%s", here, path) >= PATH_MAX) out[0] = 0;
    }
}

static void folder_of(const char *path, char *out)
{
    snprintf(out, PATH_MAX, "%s", path);
    char *slash = strrchr(out, '/');
    if (slash != NULL) *slash = 0;
}

static void record_path(int64_t number, char *out) { snprintf(out, PATH_MAX, "%s/u-%016lld", undo, (long long)number); }

/* Writes a record under a name that does not count, and gives it the one that does. */
static void keep(const char *of, const struct iovec *parts, int count)
{
    char made[PATH_MAX + 8], name[PATH_MAX];
    if (undo == NULL || record_count >= MAX_RECORDS) return;
    record_path(++next_record, name);
    snprintf(made, sizeof made, "%s.tmp", name);
    int fd = real_open(made, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (fd < 0) return;
    off_t at = 0;
    for (int i = 0; i < count; i++) at += real_pwrite(fd, parts[i].iov_base, parts[i].iov_len, at);
    real_close(fd);
    syscall(SYS_rename, made, name);
    records[record_count].number = next_record;
    records[record_count++].of = strdup(of);
}

static void forget(const char *of)
{
    int left = 0;
    for (int i = 0; i < record_count; i++)
    {
        if (strcmp(records[i].of, of) != 0)
        {
            records[left++] = records[i];
            continue;
        }
        char name[PATH_MAX];
        record_path(records[i].number, name);
        syscall(SYS_unlink, name);
        free(records[i].of);
    }
    record_count = left;
}

/* A link that stays when the file is renamed or unlinked. */
static char *link_to(int fd, const char *path)
{
    struct stat s;
    char link[PATH_MAX];
    if (syscall(SYS_fstat, fd, &s) != 0 || S_ISDIR(s.st_mode) || undo == NULL) return strdup(path);
    snprintf(link, sizeof link, "%s/i-%016lld", undo, (long long)s.st_ino);
    syscall(SYS_link, path, link);
    return strdup(link);
}

static void keep_bytes(int fd, const char *path, off_t at, size_t n)
{
    struct stat s;
    if (syscall(SYS_fstat, fd, &s) != 0) return;
    int64_t head[2] = { at, s.st_size };
    size_t old = at >= s.st_size ? 0 : (size_t)(s.st_size - at) < n ? (size_t)(s.st_size - at) : n;
    char *bytes = malloc(old + 1);
    ssize_t got = 0;
    if (old > 0)
    {
        int reading = real_open(path, O_RDONLY, 0);
        got = reading < 0 ? 0 : real_pread(reading, bytes, old, at);
        if (reading >= 0) real_close(reading);
    }
    struct iovec parts[] = { { "W", 1 }, { (void *)path, strlen(path) + 1 }, { head, sizeof head }, { bytes, got < 0 ? 0 : (size_t)got } };
    keep(path, parts, 4);
    free(bytes);
}

static void keep_name(char kind, const char *a, const char *b, const char *kept)
{
    char of[PATH_MAX];
    folder_of(a, of);
    struct iovec parts[] = { { &kind, 1 }, { (void *)a, strlen(a) + 1 }, { (void *)(b ? b : ""), b ? strlen(b) + 1 : 0 }, { (void *)kept, strlen(kept) } };
    keep(of, parts, 4);
}

/* What loses its name is linked aside first, so that it can come back. */
static void set_aside(const char *path, char *kept)
{
    kept[0] = 0;
    if (undo == NULL) return;
    snprintf(kept, PATH_MAX, "%s/k-%016lld", undo, (long long)(next_record + 1));
    if (syscall(SYS_link, path, kept) != 0) kept[0] = 0;
}

static const char *name_of(int fd) { return fd >= 0 && fd < MAX_FDS ? names[fd] : NULL; }

static int refuse_write(int fd, size_t n)
{
    if (name_of(fd) == NULL) return 0;
    if (mode() == READ_ONLY) return EROFS;
    if (mode() != FULL) return 0;
    if (control[1] < (int64_t)n) return ENOSPC;
    control[1] -= (int64_t)n;
    return 0;
}

static void opened(int fd, const char *path, int made)
{
    if (fd < 0 || fd >= MAX_FDS) return;
    free(names[fd]);
    names[fd] = link_to(fd, path);
    if (made) keep_name('C', path, NULL, "");
}

static int open_watched(const char *given, int flags, int permissions)
{
    char path[PATH_MAX];
    absolute(given, path);
    if (!is_watched(path)) return real_open(given, flags, permissions);
    int writes = (flags & O_ACCMODE) != O_RDONLY;
    struct stat s;
    int there = syscall(SYS_stat, path, &s) == 0;
    if (writes && mode() == READ_ONLY && ((flags & O_TRUNC) || (!there && (flags & O_CREAT)))) { errno = EROFS; return -1; }
    pthread_mutex_lock(&lock);
    if (there && writes && (flags & O_TRUNC))
    {
        int fd = real_open(path, O_RDONLY, 0);
        char *link = fd < 0 ? NULL : link_to(fd, path);
        if (link != NULL) keep_bytes(fd, link, 0, (size_t)s.st_size);
        free(link);
        if (fd >= 0) real_close(fd);
    }
    int fd = real_open(path, flags, permissions);
    opened(fd, path, fd >= 0 && !there && (flags & O_CREAT));
    pthread_mutex_unlock(&lock);
    return fd;
}

static int permissions_of(int flags, va_list more) { return flags & O_CREAT ? va_arg(more, int) : 0; }

int open(const char *path, int flags, ...)
{
    va_list more; va_start(more, flags); int p = permissions_of(flags, more); va_end(more);
    return open_watched(path, flags, p);
}

int open64(const char *path, int flags, ...)
{
    va_list more; va_start(more, flags); int p = permissions_of(flags, more); va_end(more);
    return open_watched(path, flags | O_LARGEFILE, p);
}

int close(int fd)
{
    if (fd >= 0 && fd < MAX_FDS && names[fd] != NULL)
    {
        pthread_mutex_lock(&lock);
        free(names[fd]);
        names[fd] = NULL;
        pthread_mutex_unlock(&lock);
    }
    return real_close(fd);
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at)
{
    if (name_of(fd) == NULL) return real_pwrite(fd, bytes, n, at);
    pthread_mutex_lock(&lock);
    int refused = refuse_write(fd, n);
    if (refused == 0) keep_bytes(fd, names[fd], at, n);
    ssize_t done = refused ? -1 : real_pwrite(fd, bytes, n, at);
    pthread_mutex_unlock(&lock);
    if (refused) errno = refused;
    return done;
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off_t at) { return pwrite(fd, bytes, n, at); }

ssize_t write(int fd, const void *bytes, size_t n)
{
    if (name_of(fd) == NULL) return syscall(SYS_write, fd, bytes, n);
    pthread_mutex_lock(&lock);
    int refused = refuse_write(fd, n);
    if (refused == 0) keep_bytes(fd, names[fd], (off_t)syscall(SYS_lseek, fd, 0, SEEK_CUR), n);
    ssize_t done = refused ? -1 : syscall(SYS_write, fd, bytes, n);
    pthread_mutex_unlock(&lock);
    if (refused) errno = refused;
    return done;
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at)
{
    if (name_of(fd) == NULL) return syscall(SYS_pwritev, fd, parts, count, at, 0);
    ssize_t all = 0;
    for (int i = 0; i < count; i++)
    {
        ssize_t done = pwrite(fd, parts[i].iov_base, parts[i].iov_len, at + all);
        if (done < 0) return all > 0 ? all : -1;
        all += done;
    }
    return all;
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t at) { return pwritev(fd, parts, count, at); }

int ftruncate(int fd, off_t size)
{
    if (name_of(fd) == NULL) return (int)syscall(SYS_ftruncate, fd, size);
    if (mode() == READ_ONLY) { errno = EROFS; return -1; }
    struct stat s;
    pthread_mutex_lock(&lock);
    if (syscall(SYS_fstat, fd, &s) == 0) keep_bytes(fd, names[fd], size < s.st_size ? size : s.st_size, size < s.st_size ? (size_t)(s.st_size - size) : 0);
    int done = (int)syscall(SYS_ftruncate, fd, size);
    pthread_mutex_unlock(&lock);
    return done;
}

int ftruncate64(int fd, off_t size) { return ftruncate(fd, size); }

static int space(int fd, off_t at, off_t n)
{
    if (name_of(fd) == NULL) return 0;
    if (mode() == READ_ONLY) return EROFS;
    return mode() == FULL && control[1] < n && at >= 0 ? ENOSPC : 0;
}

int posix_fallocate(int fd, off_t at, off_t n)
{
    int refused = space(fd, at, n);
    if (refused || name_of(fd) == NULL) return refused ? refused : (syscall(SYS_fallocate, fd, 0, at, n) == 0 ? 0 : errno);
    return 0; /* A hint: the writes that follow make the file as long as it has to be. */
}

int posix_fallocate64(int fd, off_t at, off_t n) { return posix_fallocate(fd, at, n); }

static int sync_watched(int fd, long call)
{
    if (name_of(fd) == NULL) return (int)syscall(call, fd);
    int failed = 0;
    pthread_mutex_lock(&lock);
    if (mode() == SYNC_FAILS && control[1] > 0) { control[1]--; failed = 1; }
    else forget(names[fd]);
    pthread_mutex_unlock(&lock);
    if (failed) errno = EIO;
    return failed ? -1 : 0;
}

int fsync(int fd) { return sync_watched(fd, SYS_fsync); }

int fdatasync(int fd) { return sync_watched(fd, SYS_fdatasync); }

int unlink(const char *given)
{
    char path[PATH_MAX], kept[PATH_MAX];
    absolute(given, path);
    if (!is_watched(path)) return (int)syscall(SYS_unlink, given);
    if (mode() == READ_ONLY) { errno = EROFS; return -1; }
    pthread_mutex_lock(&lock);
    set_aside(path, kept);
    int done = (int)syscall(SYS_unlink, path);
    if (done == 0 && kept[0] != 0) keep_name('D', path, NULL, kept);
    pthread_mutex_unlock(&lock);
    return done;
}

int rename(const char *given, const char *other)
{
    char from[PATH_MAX], to[PATH_MAX], kept[PATH_MAX];
    absolute(given, from);
    absolute(other, to);
    if (!is_watched(from)) return (int)syscall(SYS_rename, given, other);
    if (mode() == READ_ONLY) { errno = EROFS; return -1; }
    pthread_mutex_lock(&lock);
    set_aside(to, kept);
    int done = (int)syscall(SYS_rename, from, to);
    if (done == 0) keep_name('R', from, to, kept);
    pthread_mutex_unlock(&lock);
    return done;
}

int mkdir(const char *given, mode_t permissions)
{
    char path[PATH_MAX];
    absolute(given, path);
    if (!is_watched(path)) return (int)syscall(SYS_mkdir, given, permissions);
    pthread_mutex_lock(&lock);
    int done = (int)syscall(SYS_mkdir, path, permissions);
    if (done == 0) keep_name('M', path, NULL, "");
    pthread_mutex_unlock(&lock);
    return done;
}

int rmdir(const char *given)
{
    char path[PATH_MAX];
    absolute(given, path);
    if (!is_watched(path)) return (int)syscall(SYS_rmdir, given);
    pthread_mutex_lock(&lock);
    int done = (int)syscall(SYS_rmdir, path);
    if (done == 0) keep_name('X', path, NULL, "");
    pthread_mutex_unlock(&lock);
    return done;
}
