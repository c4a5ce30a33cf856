#pragma once
// Holds the passes of a batch of lines, for the commands that read passes. Lines without a pass are answered
// here, each in its place, so that no line is lost.
#include <functional>
#include <optional>

#include "command.hpp"
#include "passes/pass_line.hpp"

namespace vpass::tools {

class PassBatch {
 public:
    void read(const Batch& batch, std::string_view member = "pass");  // as PassLine::read()

    // Returns the passes to be worked on, fewer than the lines when some are bad. Valid until the next
    // read().
    std::span<const PassText> texts() const { return texts_; }
    const PassLine& pass(std::size_t index) const { return items_[places_[index]].pass; }

    // Appends the answers of all lines in order: `write` for each pass (its line number, its place in
    // texts(), the pass), ended by a newline here, and error records for the others.
    using Write = std::function<void(std::size_t line, std::size_t index, const PassLine& pass)>;
    void answer(Answer& out, const Write& write) const;
    // Does the same without the newline: a pass may give any number of lines.
    void visit(Answer& out, const Write& write) const;

    // Has lines without a pass answered by `write`, which gets the code of what is wrong, in place of error
    // records.
    using WriteBad = std::function<void(std::string_view code, std::string& out)>;
    void answer_bad_lines_by(WriteBad write) { write_bad_ = std::move(write); }

 private:
    struct Item {
        PassLine pass;
        std::size_t line = 0;
        std::optional<Error> error;
    };
    std::vector<Item> items_;
    std::size_t count_ = 0;
    std::vector<PassText> texts_;
    std::vector<std::size_t> places_;  // of each text among the items
    WriteBad write_bad_;
};

}  // namespace vpass::tools
