// SQLite: each of the functions that the register calls.
#include <sqlite3.h>

#include "base/lazy_library.hpp"

namespace {
constexpr vpass::LateLibrary kSqlite{"libsqlite3.so.0", "libsqlite3-0"};
}  // namespace

LATE(kSqlite, int, sqlite3_open_v2, (const char* file, sqlite3** out, int flags, const char* vfs),
     (file, out, flags, vfs))
LATE(kSqlite, int, sqlite3_close_v2, (sqlite3 * db), (db))
LATE(kSqlite, int, sqlite3_busy_timeout, (sqlite3 * db, int milliseconds), (db, milliseconds))
LATE(kSqlite, int, sqlite3_extended_result_codes, (sqlite3 * db, int on), (db, on))
LATE(kSqlite, int, sqlite3_errcode, (sqlite3 * db), (db))
LATE(kSqlite, const char*, sqlite3_errmsg, (sqlite3 * db), (db))
LATE(kSqlite, const char*, sqlite3_db_filename, (sqlite3 * db, const char* schema), (db, schema))
LATE(kSqlite, sqlite3_int64, sqlite3_changes64, (sqlite3 * db), (db))
LATE(kSqlite, int, sqlite3_exec,
     (sqlite3 * db, const char* sql, int (*row)(void*, int, char**, char**), void* argument, char** error),
     (db, sql, row, argument, error))

LATE(kSqlite, int, sqlite3_prepare_v2,
     (sqlite3 * db, const char* sql, int size, sqlite3_stmt** out, const char** rest),
     (db, sql, size, out, rest))
LATE(kSqlite, int, sqlite3_prepare_v3,
     (sqlite3 * db, const char* sql, int size, unsigned flags, sqlite3_stmt** out, const char** rest),
     (db, sql, size, flags, out, rest))
LATE(kSqlite, int, sqlite3_step, (sqlite3_stmt * statement), (statement))
LATE(kSqlite, int, sqlite3_reset, (sqlite3_stmt * statement), (statement))
LATE(kSqlite, int, sqlite3_finalize, (sqlite3_stmt * statement), (statement))
LATE(kSqlite, int, sqlite3_stmt_busy, (sqlite3_stmt * statement), (statement))
LATE(kSqlite, sqlite3*, sqlite3_db_handle, (sqlite3_stmt * statement), (statement))

LATE(kSqlite, int, sqlite3_bind_blob64,
     (sqlite3_stmt * statement, int at, const void* data, sqlite3_uint64 size, void (*free)(void*)),
     (statement, at, data, size, free))
LATE(kSqlite, int, sqlite3_bind_text64,
     (sqlite3_stmt * statement, int at, const char* text, sqlite3_uint64 size, void (*free)(void*),
      unsigned char encoding),
     (statement, at, text, size, free, encoding))
LATE(kSqlite, int, sqlite3_bind_int64, (sqlite3_stmt * statement, int at, sqlite3_int64 value),
     (statement, at, value))
LATE(kSqlite, int, sqlite3_bind_null, (sqlite3_stmt * statement, int at), (statement, at))
LATE(kSqlite, int, sqlite3_column_type, (sqlite3_stmt * statement, int at), (statement, at))
LATE(kSqlite, const void*, sqlite3_column_blob, (sqlite3_stmt * statement, int at), (statement, at))
LATE(kSqlite, int, sqlite3_column_bytes, (sqlite3_stmt * statement, int at), (statement, at))
LATE(kSqlite, sqlite3_int64, sqlite3_column_int64, (sqlite3_stmt * statement, int at), (statement, at))
