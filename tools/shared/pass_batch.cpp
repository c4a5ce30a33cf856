#include "pass_batch.hpp"

namespace vpass::tools {

void PassBatch::read(const Batch& batch, std::string_view member) {
    count_ = batch.lines.size();
    if (items_.size() < count_) items_.resize(count_);
    texts_.clear();
    places_.clear();
    for (std::size_t i = 0; i < count_; ++i) {
        Item& item = items_[i];
        item.line = batch.lines[i].number;
        item.error.reset();
        try {
            item.pass.read(batch.lines[i], member);
            if (item.pass.is_carried()) continue;
            texts_.push_back(item.pass.text());
            places_.push_back(i);
        } catch (const Error& e) {
            if (e.is_environment()) throw;
            item.error = e;
        }
    }
}

void PassBatch::answer(Answer& out, const Write& write) const {
    visit(out, [&](std::size_t line, std::size_t index, const PassLine& pass) {
        write(line, index, pass);
        out.out += '\n';
    });
}

void PassBatch::visit(Answer& out, const Write& write) const {
    std::size_t index = 0;
    for (std::size_t i = 0; i < count_; ++i) {
        const Item& item = items_[i];
        if (!item.error && !item.pass.is_carried()) {
            write(item.line, index++, item.pass);
            continue;
        }
        if (write_bad_) {
            write_bad_(item.error ? item.error->name() : item.pass.record()["error"]["code"].string(),
                       out.out);
            out.out += '\n';
        } else if (item.error) {
            write_error_line(out.out, item.line, item.error->name(), item.error->what());
        } else {
            item.pass.record().write_error(out.out);
        }
        if (item.error) out.notes.push_back({item.line, item.error->name() + ": " + item.error->what()});
        out.count("error");
    }
}

}  // namespace vpass::tools
