#pragma once
// The lines of `revoke`: each names a pass, and is answered once the events of its batch are durable.
#include "ledger/revoker.hpp"
#include "passes/pass_line.hpp"
#include "shared/ledger_options.hpp"

namespace vpass::tools {

void write_revoked(const RevokeResult& result, json::Writer& out);  // the member `revoked`

class RevokeLines {
 public:
    RevokeLines(Ledger& ledger, const Revoker::Plan& plan)
        : revoker_(ledger, plan), undo_(plan.undo), dry_(plan.dry) {}

    void operator()(const Batch& batch, Answer& answer);

 private:
    struct Item {
        std::size_t line = 0;
        PassLine pass;
        Record record;
        bool by_pass = false;
        std::string id;  // a bare one
        std::optional<Error> error;
        RevokeResult result;
    };

    static void read(const Line& line, Item& item);
    RevokeResult find(const Item& item);
    void write(const Item& item, Answer& answer) const;

    Revoker revoker_;
    bool undo_;
    bool dry_;
    std::vector<Item> items_;
};

}  // namespace vpass::tools
