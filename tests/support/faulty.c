/* faulty.c: see faulty.h. A VFS of SQLite in front of the system's own, and allocators in front of malloc. */
#define OPENSSL_SUPPRESS_DEPRECATED /* RAND_METHOD: the one way to have none */
#include "tests/support/faulty.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <sqlite3.h>

faulty faulty_files, faulty_sqlite, faulty_crypto;

void faulty_begin(faulty *f, long fail_at, bool for_ever, bool full) {
    f->calls = f->failed = 0;
    f->fail_at = fail_at;
    f->for_ever = for_ever;
    f->full = full;
}

void faulty_end(void) { faulty_files.fail_at = faulty_sqlite.fail_at = faulty_crypto.fail_at = 0; }

static bool fails(faulty *f) {
    f->calls++;
    bool now = f->fail_at && (f->for_ever ? f->calls >= f->fail_at : f->calls == f->fail_at);
    f->failed += now;
    return now;
}

/* ---- files ---- */
typedef struct file {
    sqlite3_file base;
    sqlite3_file *real;
} file; /* the real one stands behind it */
static sqlite3_vfs *real_vfs, front;
static sqlite3_io_methods methods;

static sqlite3_file *real(sqlite3_file *f) { return ((file *)f)->real; }
static const sqlite3_io_methods *of(sqlite3_file *f) { return real(f)->pMethods; }
static bool file_fails(void) { return fails(&faulty_files); }

static int file_close(sqlite3_file *f) { return of(f)->xClose(real(f)); }

static int file_read(sqlite3_file *f, void *into, int n, sqlite3_int64 at) {
    if (!file_fails()) return of(f)->xRead(real(f), into, n, at);
    memset(into, 0xa5, (size_t)n / 2); /* a short read leaves half of it, of something */
    return SQLITE_IOERR_READ;
}

static int file_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at) {
    if (!file_fails()) return of(f)->xWrite(real(f), from, n, at);
    if (!faulty_files.full) return SQLITE_IOERR_WRITE;
    of(f)->xWrite(real(f), from, n / 2, at);
    return SQLITE_FULL;
}

static int file_truncate(sqlite3_file *f, sqlite3_int64 size) { return file_fails() ? SQLITE_IOERR_TRUNCATE : of(f)->xTruncate(real(f), size); }

static int file_sync(sqlite3_file *f, int flags) {
    (void)f;
    (void)flags;
    return !file_fails() ? SQLITE_OK : faulty_files.full ? SQLITE_FULL : SQLITE_IOERR_FSYNC;
}

static int file_size(sqlite3_file *f, sqlite3_int64 *size) { return file_fails() ? SQLITE_IOERR_FSTAT : of(f)->xFileSize(real(f), size); }
static int file_lock(sqlite3_file *f, int lock) { return file_fails() ? SQLITE_IOERR_LOCK : of(f)->xLock(real(f), lock); }
static int file_unlock(sqlite3_file *f, int lock) { return of(f)->xUnlock(real(f), lock); }
static int file_reserved(sqlite3_file *f, int *out) { return file_fails() ? SQLITE_IOERR_CHECKRESERVEDLOCK : of(f)->xCheckReservedLock(real(f), out); }
static int file_control(sqlite3_file *f, int what, void *about) { return of(f)->xFileControl(real(f), what, about); }
static int file_sector(sqlite3_file *f) { return of(f)->xSectorSize(real(f)); }
static int file_traits(sqlite3_file *f) { return of(f)->xDeviceCharacteristics(real(f)); }
static int file_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out) {
    *out = NULL;
    return !file_fails() ? of(f)->xShmMap(real(f), page, size, extend, out) : faulty_files.full ? SQLITE_FULL : SQLITE_IOERR_SHMMAP;
}
static int file_shm_lock(sqlite3_file *f, int from, int n, int flags) {
    bool gives = flags & SQLITE_SHM_UNLOCK; /* giving up a lock does not fail */
    return !gives && file_fails() ? SQLITE_IOERR_SHMLOCK : of(f)->xShmLock(real(f), from, n, flags);
}
static void file_shm_barrier(sqlite3_file *f) { of(f)->xShmBarrier(real(f)); }
static int file_shm_unmap(sqlite3_file *f, int away) { return of(f)->xShmUnmap(real(f), away); }

static int vfs_open(sqlite3_vfs *v, const char *name, sqlite3_file *f, int flags, int *out) {
    file *mine = (file *)f;
    (void)v;
    mine->base.pMethods = NULL;
    mine->real = (sqlite3_file *)(mine + 1);
    if (file_fails()) return SQLITE_CANTOPEN;
    int rc = real_vfs->xOpen(real_vfs, name, mine->real, flags, out);
    if (mine->real->pMethods) mine->base.pMethods = &methods;
    return rc;
}

static int vfs_delete(sqlite3_vfs *v, const char *name, int sync) {
    (void)v;
    return file_fails() ? SQLITE_IOERR_DELETE : real_vfs->xDelete(real_vfs, name, sync);
}

static int vfs_access(sqlite3_vfs *v, const char *name, int flags, int *out) {
    (void)v;
    return file_fails() ? SQLITE_IOERR_ACCESS : real_vfs->xAccess(real_vfs, name, flags, out);
}

static int vfs_full_path(sqlite3_vfs *v, const char *name, int n, char *out) {
    (void)v;
    return file_fails() ? SQLITE_CANTOPEN : real_vfs->xFullPathname(real_vfs, name, n, out);
}

static void install_files(void) {
    real_vfs = sqlite3_vfs_find(NULL);
    assert_non_null(real_vfs);
    front = *real_vfs;
    front.zName = "faulty";
    front.szOsFile = (int)sizeof(file) + real_vfs->szOsFile;
    front.pNext = NULL;
    front.xOpen = vfs_open;
    front.xDelete = vfs_delete;
    front.xAccess = vfs_access;
    front.xFullPathname = vfs_full_path;
    methods = (sqlite3_io_methods){.iVersion = 2,
                                   .xClose = file_close,
                                   .xRead = file_read,
                                   .xWrite = file_write,
                                   .xTruncate = file_truncate,
                                   .xSync = file_sync,
                                   .xFileSize = file_size,
                                   .xLock = file_lock,
                                   .xUnlock = file_unlock,
                                   .xCheckReservedLock = file_reserved,
                                   .xFileControl = file_control,
                                   .xSectorSize = file_sector,
                                   .xDeviceCharacteristics = file_traits,
                                   .xShmMap = file_shm_map,
                                   .xShmLock = file_shm_lock,
                                   .xShmBarrier = file_shm_barrier,
                                   .xShmUnmap = file_shm_unmap};
    assert_int_equal(sqlite3_vfs_register(&front, 1), SQLITE_OK);
}

/* ---- memory ---- */
static sqlite3_mem_methods real_memory;

static void *sqlite_new(int n) {
    void *p = fails(&faulty_sqlite) ? NULL : real_memory.xMalloc(n);
    faulty_sqlite.held += p != NULL;
    return p;
}

static void *sqlite_resize(void *p, int n) { return fails(&faulty_sqlite) ? NULL : real_memory.xRealloc(p, n); }

static void sqlite_free(void *p) {
    faulty_sqlite.held -= p != NULL;
    real_memory.xFree(p);
}

static void *crypto_resize(void *p, size_t n, const char *where, int line) {
    (void)where;
    (void)line;
    if (n && fails(&faulty_crypto)) return NULL;
    faulty_crypto.held += (n != 0) - (p != NULL);
    if (n) return realloc(p, n);
    free(p);
    return NULL;
}

static void *crypto_new(size_t n, const char *where, int line) { return crypto_resize(NULL, n, where, line); }
static void crypto_free(void *p, const char *where, int line) { (void)crypto_resize(p, 0, where, line); }

static int no_bytes(unsigned char *into, int n) {
    (void)into;
    (void)n;
    return 0;
}

void faulty_random(bool fails) {
    static const RAND_METHOD none = {.bytes = no_bytes, .pseudorand = no_bytes};
    assert_int_equal(RAND_set_rand_method(fails ? &none : NULL), 1);
}

void faulty_install(void) {
    assert_int_equal(CRYPTO_set_mem_functions(crypto_new, crypto_resize, crypto_free), 1);
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_memory), SQLITE_OK);
    sqlite3_mem_methods mine = real_memory;
    mine.xMalloc = sqlite_new;
    mine.xRealloc = sqlite_resize;
    mine.xFree = sqlite_free;
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &mine), SQLITE_OK);
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0), SQLITE_OK); /* each request of a connection is one of ours */
    assert_int_equal(sqlite3_initialize(), SQLITE_OK);
    install_files();
}
