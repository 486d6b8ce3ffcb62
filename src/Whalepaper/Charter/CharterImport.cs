using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Talks;
using Whalepaper.Topics;
using Whalepaper.Tracks;

namespace Whalepaper.Charter;

/// <summary>
/// Takes a document in. Three are compared: the document that was handed in last, this one, and what is true now. Where this one says
/// what the last one said, nobody meant a change, and life goes on; where it differs, it is followed; what it no longer says is kept
/// and reported. All in one transaction: an import that fails, or only rehearses, leaves nothing behind.
/// </summary>
public sealed class CharterImport(WhalepaperDb db, IClock clock)
{
    /// <summary>Runs it.</summary>
    /// <exception cref="CharterUnreadableException">The document has no heading, so it is none of ours.</exception>
    public async Task<ImportReport> RunAsync(ImportOrder order, IProgress<ImportProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(order);
        // The group's own names for its tracks tell what a document means, this one as well as the last.
        var naming = new TrackNaming(await db.Tracks.AsNoTracking().OrderBy(t => t.Position).ToListAsync(cancellation));
        var document = CharterReader.Read(order.Text.Text, naming);
        CharterReader.RequireHeadings(document);
        var report = new ImportReport(order.Text.Encoding, document.Lines.Count, document.Understood, document.Remarks);
        await using var transaction = await db.BeginWritingAsync(cancellation);
        await TakeInAsync(order, document, report, progress, cancellation);
        if (order.DryRun)
            await transaction.RollbackAsync(cancellation);
        else
            await transaction.CommitAsync(cancellation);
        db.ChangeTracker.Clear();
        return report;
    }

    private async Task TakeInAsync(ImportOrder order, CharterDocument document, ImportReport report, IProgress<ImportProgress>? progress, CancellationToken cancellation)
    {
        var newest = await db.CharterRevisions.OrderByDescending(r => r.Id).FirstOrDefaultAsync(cancellation);
        var last = newest is null ? null : CharterReader.Read(newest.Source, document.Naming).Facts;
        var facts = document.Facts;
        var now = clock.GetCurrentInstant();
        await FoundOrRenameAsync(order, facts, last, report, now, cancellation);
        var tracks = await TracksAsync(facts, last, report, cancellation);
        await OutlineAsync(facts, last, report, cancellation);
        var topics = await TopicsAsync(facts, last, tracks, report, now, cancellation);
        await db.SaveChangesAsync(cancellation);
        await new EntryImport(db, report, now).RunAsync(facts, last, topics, tracks, progress, cancellation);
        if (!string.Equals(newest?.Source, document.Source, StringComparison.Ordinal))
            db.Add(new CharterRevision(document.Source, order.Origin, now));
        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
        await MeetingPlanning.PlanAsync(db, clock, cancellation);
    }

    private async Task FoundOrRenameAsync(ImportOrder order, CharterFacts facts, CharterFacts? last, ImportReport report, Instant now, CancellationToken cancellation)
    {
        var group = await db.Groups.SingleOrDefaultAsync(g => g.Id == Group.TheOne, cancellation);
        if (group is null)
        {
            var chinese = order.Text.Text.Any(c => c is >= '\u4E00' and <= '\u9FFF');
            group = new Group(facts.Name ?? Path.GetFileNameWithoutExtension(order.Origin), order.ZoneId ?? (chinese ? "Asia/Shanghai" : "Etc/UTC"), chinese ? "zh-CN" : "en", now);
            db.Add(group);
            report.Founded = true;
        }
        else if (facts.Name is not null && !string.Equals(facts.Name, last?.Name, StringComparison.Ordinal) && !string.Equals(facts.Name, group.Name, StringComparison.Ordinal))
        {
            group.Rename(facts.Name);
            report.Changed++;
        }

        if (order.LinkBase is not null)
            group.LeadLinksTo(order.LinkBase);
    }

    private async Task<Dictionary<string, Track>> TracksAsync(CharterFacts facts, CharterFacts? last, ImportReport report, CancellationToken cancellation)
    {
        var tracks = await db.Tracks.ToDictionaryAsync(t => t.Code, StringComparer.Ordinal, cancellation);
        foreach (var fact in facts.Tracks)
        {
            var before = last?.Tracks.FirstOrDefault(t => string.Equals(t.Code, fact.Code, StringComparison.Ordinal));
            if (!tracks.TryGetValue(fact.Code, out var track))
            {
                track = new Track(fact.Code, fact.Name, tracks.Count);
                track.Rename(fact.Name, TrackNames.EnglishNameOf(fact.Code));
                tracks.Add(fact.Code, track);
                db.Add(track);
                track.MeetWeekly(fact.Slot is { } first ? new Slot(first.Weekday, first.Time, first.Minutes ?? Slot.UsualMinutes) : null);
                report.Added++;
            }
            else
            {
                Count(report, Follow(track, fact, before, report));
            }

            foreach (var label in fact.Labels)
                track.KnowAs(label);
        }

        report.Vanished.AddRange(tracks.Values.Where(t => !facts.Tracks.Any(f => string.Equals(f.Code, t.Code, StringComparison.Ordinal))).Select(t => t.Name));
        return tracks;
    }

    private static bool Follow(Track track, TrackFact fact, TrackFact? before, ImportReport report)
    {
        var changed = false;
        // A track without a heading has its name from us, in the document's language: no document renames it.
        var isNamed = !string.Equals(fact.Code, TrackNames.Only, StringComparison.Ordinal);
        if (isNamed && !string.Equals(fact.Name, before?.Name, StringComparison.Ordinal) && !string.Equals(fact.Name, track.Name, StringComparison.Ordinal))
        {
            track.Rename(fact.Name);
            changed = true;
        }

        if (fact.Slot == before?.Slot)
            return changed;
        if (fact.Slot is null)
        {
            report.Vanished.Add($"{track.Name}: {before!.Slot!.Weekday} {before.Slot.Time:HH:mm}");
            return changed;
        }

        var slot = new Slot(fact.Slot.Weekday, fact.Slot.Time, fact.Slot.Minutes ?? track.Slot?.Minutes ?? Slot.UsualMinutes);
        if (slot == track.Slot)
            return changed;
        track.MeetWeekly(slot);
        return true;
    }

    private async Task OutlineAsync(CharterFacts facts, CharterFacts? last, ImportReport report, CancellationToken cancellation)
    {
        var parts = await db.OutlineParts.OrderBy(p => p.Position).ToListAsync(cancellation);
        if (last is not null && facts.Outline.SequenceEqual(last.Outline))
        {
            report.Unchanged += facts.Outline.Count;
            return;
        }

        var free = parts.ToList();
        for (var position = 0; position < facts.Outline.Count; position++)
        {
            var fact = facts.Outline[position];
            var part = free.Find(p => string.Equals(p.Title, fact.Title, StringComparison.Ordinal));
            if (part is null)
            {
                db.Add(new OutlinePart(position, fact.Title, fact.Minimum, fact.Maximum));
                report.Added++;
                continue;
            }

            free.Remove(part);
            Count(report, part.Position != position || part.MinimumMinutes != fact.Minimum || part.MaximumMinutes != fact.Maximum);
            part.Ask(fact.Title, fact.Minimum, fact.Maximum);
            part.MoveTo(position);
        }

        // A part that the document once had and renamed is not asked for twice; one that was added here stays, behind the others.
        foreach (var part in free)
        {
            part.MoveTo(facts.Outline.Count + free.IndexOf(part));
            report.Vanished.Add(part.Title);
        }
    }

    private async Task<Dictionary<int, Topic>> TopicsAsync(
        CharterFacts facts, CharterFacts? last, Dictionary<string, Track> tracks, ImportReport report, Instant now, CancellationToken cancellation)
    {
        var topics = await db.Topics.Include(t => t.Tracks).ThenInclude(t => t.Track).ToDictionaryAsync(t => t.Number, cancellation);
        var founding = topics.Count == 0;
        var newest = facts.Topics.Count == 0 ? 0 : facts.Topics.Max(t => t.Number);
        foreach (var fact in facts.Topics)
        {
            var before = last?.Topics.FirstOrDefault(t => t.Number == fact.Number);
            if (topics.TryGetValue(fact.Number, out var topic))
            {
                Count(report, Follow(topic, fact, before));
            }
            else
            {
                topic = new Topic(fact.Number);
                topics.Add(fact.Number, topic);
                db.Add(topic);
                report.Added++;
                topic.Entitle(fact.Title);
                topic.Run(fact.Starts, fact.Ends);
                topic.Open(now);
                if (fact.Number != newest || (!founding && topics.Keys.Any(number => number > fact.Number)))
                    topic.Close(now);
            }

            foreach (var list in fact.Lists)
            {
                var was = before?.Lists.FirstOrDefault(l => string.Equals(l.Track, list.Track, StringComparison.Ordinal));
                topic.Include(tracks[list.Track], string.Equals(list.Theme, was?.Theme, StringComparison.Ordinal) ? null : list.Theme);
            }
        }

        report.Vanished.AddRange(topics.Keys.Where(number => !facts.Topics.Any(f => f.Number == number)).Select(number => $"Topic {number}"));
        return topics;
    }

    private static bool Follow(Topic topic, TopicFact fact, TopicFact? before)
    {
        var changed = false;
        if (fact.Title is not null && !string.Equals(fact.Title, before?.Title, StringComparison.Ordinal) && !string.Equals(fact.Title, topic.Title, StringComparison.Ordinal))
        {
            topic.Entitle(fact.Title);
            changed = true;
        }

        if (fact.Starts is null || (fact.Starts == before?.Starts && fact.Ends == before?.Ends) || (fact.Starts == topic.Starts && fact.Ends == topic.Ends))
            return changed;
        topic.Run(fact.Starts, fact.Ends);
        return true;
    }

    private static void Count(ImportReport report, bool changed)
    {
        if (changed)
            report.Changed++;
        else
            report.Unchanged++;
    }
}
