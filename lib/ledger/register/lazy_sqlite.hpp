// Declares the functions of SQLite that the register calls.
#pragma once
#include <sqlite3.h>

#include "base/lazy_library.hpp"

namespace vpass {

extern const LazyLibrary kSqlite;
VPASS_LAZY(kSqlite, sqlite3_open_v2)
VPASS_LAZY(kSqlite, sqlite3_close_v2)
VPASS_LAZY(kSqlite, sqlite3_busy_timeout)
VPASS_LAZY(kSqlite, sqlite3_extended_result_codes)
VPASS_LAZY(kSqlite, sqlite3_errcode)
VPASS_LAZY(kSqlite, sqlite3_errmsg)
VPASS_LAZY(kSqlite, sqlite3_db_filename)
VPASS_LAZY(kSqlite, sqlite3_changes64)
VPASS_LAZY(kSqlite, sqlite3_exec)
VPASS_LAZY(kSqlite, sqlite3_prepare_v2)
VPASS_LAZY(kSqlite, sqlite3_prepare_v3)
VPASS_LAZY(kSqlite, sqlite3_step)
VPASS_LAZY(kSqlite, sqlite3_reset)
VPASS_LAZY(kSqlite, sqlite3_finalize)
VPASS_LAZY(kSqlite, sqlite3_stmt_busy)
VPASS_LAZY(kSqlite, sqlite3_db_handle)
VPASS_LAZY(kSqlite, sqlite3_bind_blob64)
VPASS_LAZY(kSqlite, sqlite3_bind_text64)
VPASS_LAZY(kSqlite, sqlite3_bind_int64)
VPASS_LAZY(kSqlite, sqlite3_bind_null)
VPASS_LAZY(kSqlite, sqlite3_column_type)
VPASS_LAZY(kSqlite, sqlite3_column_blob)
VPASS_LAZY(kSqlite, sqlite3_column_bytes)
VPASS_LAZY(kSqlite, sqlite3_column_int64)

}  // namespace vpass
