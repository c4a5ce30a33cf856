#include "ledger/register/sqlite.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/file_faults.hpp"

namespace vpass::sql {

namespace fs = std::filesystem;

namespace {

constexpr int kBusyMilliseconds = 10'000;  // a reader's snapshot or another command's backup is soon over

}  // namespace

void fail(sqlite3* database, const std::string& doing) {
    const std::string reason = database ? sym_sqlite3_errmsg(database) : "out of memory";
    const std::string text = doing + ": " + reason;
    switch (database ? sym_sqlite3_errcode(database) & 0xff : SQLITE_NOMEM) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            throw Error(Code::locked, text, "another program holds the register open for writing: close it");
        case SQLITE_FULL:
        case SQLITE_IOERR:
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_NOMEM:
            throw Error(Code::io, text);
        default:
            throw Error(Code::bad_register, text);
    }
}

Database::Database(const fs::path& path, bool writable) : path_(path) {
    std::error_code unknown;
    if (!fs::exists(path, unknown)) throw Error(Code::io, "cannot open " + path.string() + ": no such file");
    if (writable) {
        open(path.string(), SQLITE_OPEN_READWRITE);
    } else {
        open(path.string(), SQLITE_OPEN_READONLY);
        // Without a write-ahead log there is no writer, and we can read from a folder in which we may not
        // write.
        sqlite3_stmt* probe = nullptr;
        const int result =
            sym_sqlite3_prepare_v2(get(), "SELECT count(*) FROM sqlite_schema", -1, &probe, nullptr);
        const int stepped = result == SQLITE_OK ? sym_sqlite3_step(probe) : result;
        sym_sqlite3_finalize(probe);
        if ((stepped & 0xff) == SQLITE_CANTOPEN && !fs::exists(path.string() + "-wal", unknown))
            open("file:" + path.string() + "?immutable=1", SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
    }
    sym_sqlite3_busy_timeout(get(), kBusyMilliseconds);
    sym_sqlite3_extended_result_codes(get(), 1);
}

Database Database::in_memory() {
    Database out;
    out.path_ = ":memory:";
    out.open(":memory:", SQLITE_OPEN_READWRITE);
    return out;
}

void Database::open(const std::string& name, int flags) {
    sqlite3* handle = nullptr;
    const int result = sym_sqlite3_open_v2(name.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    handle_.reset(handle);
    if (result != SQLITE_OK) fail(handle, "cannot open " + path_.string());
}

void Database::run(const char* sql) {
    if (sym_sqlite3_exec(get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        fail(get(), "cannot use " + path_.string());
}

Statement::Statement(const Database& database, std::string_view sql) {
    sqlite3_stmt* handle = nullptr;
    if (sym_sqlite3_prepare_v3(database.get(), sql.data(), static_cast<int>(sql.size()),
                               SQLITE_PREPARE_PERSISTENT, &handle, nullptr) != SQLITE_OK) {
        fail(database.get(), "cannot use " + database.path().string());
    }
    handle_.reset(handle);
}

void Statement::check(int result) const {
    if (result == SQLITE_OK || result == SQLITE_ROW || result == SQLITE_DONE) return;
    sqlite3* const database = sym_sqlite3_db_handle(get());
    const char* const name = sym_sqlite3_db_filename(database, "main");
    fail(database, std::string("cannot use ") + (name ? name : "the register"));
}

void Statement::reset() {
    sym_sqlite3_reset(get());
    bound_ = 0;
}

int Statement::next_parameter() {
    if (sym_sqlite3_stmt_busy(get())) reset();
    return ++bound_;
}

Statement& Statement::bind(std::int64_t value) {
    check(sym_sqlite3_bind_int64(get(), next_parameter(), value));
    return *this;
}
Statement& Statement::bind(std::string_view text) {
    check(sym_sqlite3_bind_text64(get(), next_parameter(), text.data() ? text.data() : "", text.size(),
                                  SQLITE_STATIC, SQLITE_UTF8));
    return *this;
}
Statement& Statement::bind(Bytes blob) {
    // A null pointer would bind NULL.
    const void* const data = blob.empty() ? "" : static_cast<const void*>(blob.data());
    check(sym_sqlite3_bind_blob64(get(), next_parameter(), data, blob.size(), SQLITE_STATIC));
    return *this;
}
Statement& Statement::bind_null() {
    check(sym_sqlite3_bind_null(get(), next_parameter()));
    return *this;
}

bool Statement::step() {
    const int result = sym_sqlite3_step(get());
    check(result);
    if (result == SQLITE_ROW) return true;
    reset();
    return false;
}

void Statement::run() {
    while (step()) {
    }
}

std::optional<std::int64_t> Statement::integer_if_any(int column) const {
    if (is_null(column)) return {};
    return integer(column);
}
std::string Statement::text(int column) const {
    const Bytes bytes = blob(column);
    return std::string(as_text(bytes));
}
Bytes Statement::blob(int column) const {
    const auto* data = static_cast<const Byte*>(sym_sqlite3_column_blob(get(), column));
    return {data, static_cast<std::size_t>(sym_sqlite3_column_bytes(get(), column))};
}
void Statement::copy(int column, std::span<Byte> out) const {
    const Bytes bytes = blob(column);
    if (bytes.size() != out.size())
        throw Error(Code::bad_register, "the register holds a value of the wrong length");
    std::copy(bytes.begin(), bytes.end(), out.begin());
}

void Transaction::commit() {
    FileFaults* const faults = file_faults;
    if (faults) faults->before(FileChange::commit, database_.path());
    database_.run("COMMIT");
    open_ = false;
    if (faults) faults->after(FileChange::commit, database_.path());
}

}  // namespace vpass::sql
