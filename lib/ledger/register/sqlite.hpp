#pragma once
// Wraps SQLite in two value types. Only the register's files use it.
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "ledger/register/lazy_sqlite.hpp"

namespace vpass::sql {

// Throws the last error of this connection: Error "io" for the disk, "locked", "bad-register" for the rest.
[[noreturn]] void fail(sqlite3* database, const std::string& doing);

class Database {
 public:
    Database(const std::filesystem::path& path, bool writable);
    static Database in_memory();  // an empty one
    sqlite3* get() const { return handle_.get(); }
    const std::filesystem::path& path() const { return path_; }
    void run(const char* sql);  // one statement or several, without results
    std::int64_t changes() const { return sym_sqlite3_changes64(get()); }

 private:
    Database() = default;
    void open(const std::string& name, int flags);
    struct Closer {
        void operator()(sqlite3* handle) const { sym_sqlite3_close_v2(handle); }
    };
    std::filesystem::path path_;
    std::unique_ptr<sqlite3, Closer> handle_;
};

// A prepared statement. Parameters are bound from 1 in the order of the calls; the data that they point to
// must live until the statement was run. Columns count from 0.
class Statement {
 public:
    Statement(const Database& database, std::string_view sql);

    Statement& bind(std::int64_t value);
    Statement& bind(std::uint64_t value) { return bind(static_cast<std::int64_t>(value)); }
    Statement& bind(std::string_view text);
    Statement& bind(Bytes blob);
    Statement& bind_null();
    template <typename T>
    Statement& bind(const std::optional<T>& value) {
        return value ? bind(*value) : bind_null();
    }
    // Binds NULL instead of an empty text.
    Statement& bind_or_null(std::string_view text) { return text.empty() ? bind_null() : bind(text); }

    bool step();  // whether there is a row; after the last one the next bind starts anew
    void run();   // to its end
    void reset();

    bool is_null(int column) const { return sym_sqlite3_column_type(get(), column) == SQLITE_NULL; }
    std::int64_t integer(int column) const { return sym_sqlite3_column_int64(get(), column); }
    std::uint64_t number(int column) const { return static_cast<std::uint64_t>(integer(column)); }
    std::optional<std::int64_t> integer_if_any(int column) const;
    std::string text(int column) const;
    void text(int column, std::string& out) const { out = as_text(blob(column)); }
    Bytes blob(int column) const;  // until the next step
    // Reads a blob of fixed length. Throws Error "bad-register" when it has another length.
    template <typename Array>
    Array array(int column) const {
        Array out;
        copy(column, out);
        return out;
    }

 private:
    sqlite3_stmt* get() const { return handle_.get(); }
    int next_parameter();
    void check(int result) const;
    void copy(int column, std::span<Byte> out) const;
    struct Closer {
        void operator()(sqlite3_stmt* handle) const { sym_sqlite3_finalize(handle); }
    };
    std::unique_ptr<sqlite3_stmt, Closer> handle_;
    int bound_ = 0;
};

// Rolls back unless it was committed.
class Transaction {
 public:
    explicit Transaction(Database& database) : database_(database) { database_.run("BEGIN IMMEDIATE"); }
    ~Transaction() {
        if (open_) sym_sqlite3_exec(database_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();  // durable when it returns

 private:
    Database& database_;
    bool open_ = true;
};

}  // namespace vpass::sql
