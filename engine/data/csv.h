/* csv.h: RFC 4180 from a stream: quoted cells with line breaks and "" in them, LF or CRLF, a byte order mark dropped, bounded. */
#ifndef RU_CSV_H
#define RU_CSV_H

#include "engine/base/base.h"

enum { RU_CSV_COLUMNS = 1024, RU_CSV_CELL = 64 << 10, RU_CSV_ROW = 1 << 20 };

/* Gives bytes into `into`, at most `room`: how many; 0 the end; below 0 a failed read. */
typedef long (*ru_csv_read)(void *context, char *into, size_t room);
typedef struct ru_csv {
    ru_csv_read read;
    void *context;
    char delimiter;
    char *buf; /* [RU_CSV_BUFFER] from the allocator */
    size_t at, end;
    bool eof, started;
    bool nomem; /* of RU_CSV_FAILED: there was no memory */
} ru_csv;
typedef enum ru_csv_end {
    RU_CSV_ROW_READ,
    RU_CSV_DONE,
    RU_CSV_BAD /* this row cannot be read; the next can */,
    RU_CSV_FAILED /* reading failed, or no memory */
} ru_csv_end;

ruth_status ru_csv_open(ru_csv *csv, const ruth_allocator *alloc, ru_csv_read read, void *context, char delimiter, ruth_error *e);
void ru_csv_close(ru_csv *csv, const ruth_allocator *alloc);
/* The next row: cells in the arena, at most RU_CSV_COLUMNS of them; empty lines are passed over. RU_CSV_BAD: *problem is a constant sentence. */
ru_csv_end ru_csv_next(ru_csv *csv, ru_arena *a, ru_str *cells, size_t *count, const char **problem);

#endif
