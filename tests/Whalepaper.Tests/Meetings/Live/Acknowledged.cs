using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;
using Whalepaper.Participation;
using Xunit;

namespace Whalepaper.Tests.Meetings.Live;

/// <summary>
/// What those at a meeting did as far as the program told them that it was done, and what it died over: of that nobody knows until it is looked at
/// afterwards, and from then on it counts like the rest.
/// </summary>
internal sealed class Acknowledged(FullRoom room)
{
    private readonly List<(int? Talk, int? Part)> _turned = [(null, null)];
    private readonly ConcurrentDictionary<int, byte> _here = [];
    private readonly ConcurrentDictionary<int, byte> _perhapsHere = [];
    private readonly ConcurrentDictionary<string, (int Id, Guest By)> _asked = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Guest> _perhapsAsked = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(int Question, int Member), bool> _votes = [];
    private readonly ConcurrentDictionary<(int Question, int Member), bool> _perhapsVotes = [];
    private (int? Talk, int? Part)? _perhapsTurned;
    private int _turns;
    private int _comers;
    private int _forms;
    private int _ballots;
    private int _done;

    /// <summary>How often it was said that something is done.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <summary>The questions that are there: how their forms call them.</summary>
    public IReadOnlyCollection<string> Asked => [.. _asked.Keys];

    /// <summary>How much is there by now.</summary>
    public string Sum => string.Create(CultureInfo.InvariantCulture, $"{_turned.Count - 1} turns, {_here.Count} here, {_asked.Count} questions, {_votes.Count} voted");

    /// <summary>The part that is on.</summary>
    public int? Part => _turned[^1].Part;

    /// <summary>Host and presenter turn the parts, one after the other.</summary>
    public async Task TurnAsync(HttpClient to)
    {
        var n = _turns++ % (FullRoom.Parts + 1);
        (int? Talk, int? Part) place = (room.Talk, n == FullRoom.Parts ? null : n);
        _perhapsTurned = place;
        await DoneAsync(room.DoAsync(to, n % 2 == 0 ? room.Host : room.Presenter, HttpMethod.Put, "session/place", new { talk = place.Talk, part = place.Part }));
        _turned.Add(place);
        _perhapsTurned = null;
    }

    /// <summary>The next one checks in: who is not known to be there before whoever did not come yet, and then once more who is there.</summary>
    public async Task ComeAsync(HttpClient to, string code)
    {
        var next = room.Guests[_comers++ % room.Guests.Count];
        var who = room.Guests.FirstOrDefault(guest => _perhapsHere.ContainsKey(guest.Id)) ?? next;
        _perhapsHere[who.Id] = 0;
        await DoneAsync(room.DoAsync(to, who, HttpMethod.Post, "attendance", new { code }));
        _here[who.Id] = 0;
        _perhapsHere.TryRemove(who.Id, out _);
    }

    /// <summary>Somebody asks; whoever does not know whether they have sends their form again.</summary>
    /// <param name="to">The program.</param>
    /// <param name="mine">Which of those who ask at the same time it is.</param>
    /// <param name="all">How many there are.</param>
    public async Task AskAsync(HttpClient to, int mine, int all)
    {
        var n = Interlocked.Increment(ref _forms);
        var again = _perhapsAsked.FirstOrDefault(form => form.Value.Id % all == mine);
        var (form, by) = again.Key is not null ? again : KeyValuePair.Create(string.Create(CultureInfo.InvariantCulture, $"question-{n}-"), ByOf(n, mine, all));
        _perhapsAsked[form] = by;
        var answer = await DoneAsync(room.DoAsync(to, by, HttpMethod.Post, "questions", new { text = form, talk = room.Talk, key = form }));
        _asked[form] = (JsonSerializer.Deserialize<JsonElement>(answer).GetProperty("id").GetInt32(), by);
        _perhapsAsked.TryRemove(form, out _);
    }

    /// <summary>Somebody votes for a question that was asked, or takes their vote back.</summary>
    public async Task VoteAsync(HttpClient to, int mine, int all)
    {
        var n = Interlocked.Increment(ref _ballots);
        var by = ByOf(n, mine, all);
        if (_asked.Values.OrderBy(one => one.Id).ElementAtOrDefault(n / 3 % Math.Max(1, _asked.Count)) is not { By: { } asker } question || asker == by)
        {
            await Task.Yield();
            return;
        }

        var vote = (question.Id, by.Id);
        var wants = !_votes.GetValueOrDefault(vote);
        _perhapsVotes[vote] = wants;
        await DoneAsync(FullRoom.VoteAsync(to, by, question.Id, wants));
        _votes[vote] = wants;
        _perhapsVotes.TryRemove(vote, out _);
    }

    /// <summary>Looks whether all that was acknowledged is there, and what was not is there wholly or not at all; and learns which.</summary>
    public async Task CompareAsync(WhalepaperDb db)
    {
        await ComparePlaceAsync(db);
        var attendances = await db.Attendances.AsNoTracking().OrderBy(a => a.Id).ToListAsync();
        _here.Learn(_perhapsHere, attendances.ToDictionary(a => a.MemberId, _ => (byte)0), "here");
        var questions = await db.Questions.AsNoTracking().OrderBy(q => q.Id).ToListAsync();
        Assert.All(questions, question => Assert.Equal(room.Talk, question.TalkId));
        // None twice: each form asks in words of its own.
        _asked.Learn(_perhapsAsked, questions.ToDictionary(q => q.Text, q => (q.Id, room.Guests.First(guest => guest.Id == q.AskedById)), StringComparer.Ordinal), "asked");
        var votes = (await db.QuestionVotes.AsNoTracking().ToListAsync()).ToDictionary(v => (v.QuestionId, v.MemberId), _ => true);
        // A vote that was taken back is none.
        foreach (var (vote, _) in _votes.Where(vote => !vote.Value || _perhapsVotes.ContainsKey(vote.Key)).ToList())
            _votes.TryRemove(vote, out _);
        _votes.Learn(_perhapsVotes, votes, "voted");
        _perhapsVotes.Clear();
        // What counts is saved with what it counts for, and what is asked counts for who was there.
        var counted = questions.Where(question => attendances.Exists(a => a.MemberId == question.AskedById)).ToList();
        var ledger = await db.Ledger.AsNoTracking().ToListAsync();
        Assert.Equal(attendances.Select(a => (a.Id, a.MemberId)), ledger.Where(e => e.Kind is LedgerKind.Attended).Select(e => (e.AttendanceId!.Value, e.MemberId)).Order());
        Assert.Equal(counted.Select(q => (q.Id, q.AskedById)), ledger.Where(e => e.Kind is LedgerKind.Asked).Select(e => (e.QuestionId!.Value, e.MemberId)).Order());
        Assert.Equal(attendances.Count + counted.Count, ledger.Count);
    }

    private async Task ComparePlaceAsync(WhalepaperDb db)
    {
        var session = await db.Sessions.AsNoTracking().Include(s => s.Spoken.OrderBy(stretch => stretch.Id)).SingleAsync();
        var place = (session.TalkId, session.Part);
        if (_perhapsTurned == place)
            _turned.Add(place);
        _perhapsTurned = null;
        Assert.Equal(_turned[^1], place);
        Assert.Equal(_turned.Where(one => one.Part is not null), session.Spoken.Select(stretch => ((int?)stretch.TalkId, (int?)stretch.Position)));
        // The part that is on goes on, and every other ended.
        Assert.Equal(Enumerable.Range(0, session.Spoken.Count).Select(n => n == session.Spoken.Count - 1 && place.Part is not null), session.Spoken.Select(stretch => stretch.EndedAt is null));
    }

    private Guest ByOf(int n, int mine, int all)
    {
        var own = room.Guests.Where(guest => guest.Id % all == mine).ToList();
        return own[n % own.Count];
    }

    private async Task<string> DoneAsync(Task<(System.Net.HttpStatusCode Status, string Text)> asked)
    {
        var (status, text) = await asked;
        Assert.True((int)status is 200 or 204, $"{status}: {text}");
        Interlocked.Increment(ref _done);
        return text;
    }
}

/// <summary>Comparing what was told with what is there.</summary>
internal static class Learning
{
    /// <summary>All that is known has to be there, and nothing else but what may be there; from now on, what is there is known, and nothing doubtful.</summary>
    public static void Learn<TKey, TKnown, TPerhaps>(this ConcurrentDictionary<TKey, TKnown> known, ConcurrentDictionary<TKey, TPerhaps> perhaps, Dictionary<TKey, TKnown> there, string what) where TKey : notnull
    {
        Assert.All(known, one => Assert.True(there.TryGetValue(one.Key, out var kept) && Equals(one.Value, kept), $"Lost: {what} {one}"));
        Assert.All(there.Keys.Except(known.Keys), one => Assert.True(perhaps.ContainsKey(one), $"Nobody was to be there: {what} {one}"));
        foreach (var (key, value) in there)
            known[key] = value;
    }
}
