using NodaTime;
using Whalepaper.Data;
using Whalepaper.Ui;

namespace Whalepaper.Charter;

/// <summary>Keeps the group's name, language and zone at hand, since every request asks for them; forgets them when they change.</summary>
internal sealed class GroupMasthead(IServiceScopeFactory scopes) : IMastheadSource, IChangeListener
{
    private Masthead? _known;
    private Masthead _last = Masthead.Blank;
    private int _changes;

    public Masthead Last => Volatile.Read(ref _last);

    public ValueTask<Masthead> ReadAsync(CancellationToken cancellation) =>
        Volatile.Read(ref _known) is { } known ? ValueTask.FromResult(known) : LookUpAsync(cancellation);

    public ValueTask ChangedAsync(IReadOnlySet<string> tags, CancellationToken cancellationToken)
    {
        if (tags.Contains(ChangeTags.Group) || tags.Contains(ChangeTags.Everything))
        {
            Interlocked.Increment(ref _changes);
            Volatile.Write(ref _known, null);
        }

        return ValueTask.CompletedTask;
    }

    private async ValueTask<Masthead> LookUpAsync(CancellationToken cancellation)
    {
        var before = Volatile.Read(ref _changes);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<WhalepaperDb>();
        var groups = await db.AskPlainlyAsync(
            $"""SELECT "Name", "Language", "ZoneId" FROM "Groups" WHERE "Id" = {Group.TheOne}""",
            row => new Masthead(row.GetString(0), Language.Parse(row.GetString(1)) ?? Language.English, DateTimeZoneProviders.Tzdb[row.GetString(2)]),
            cancellation);
        var masthead = groups is [var group] ? group : Masthead.Blank;
        Volatile.Write(ref _last, masthead);
        // What was read before a change must not be kept after it.
        if (before == Volatile.Read(ref _changes))
            Volatile.Write(ref _known, masthead);
        return masthead;
    }
}
