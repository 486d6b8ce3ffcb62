using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Members;
using Whalepaper.Members.Accounts;
using Whalepaper.Settings;
using Whalepaper.Talks;
using Whalepaper.Talks.Claiming;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Talks;

/// <summary>
/// Whatever members and the committee do in whatever order: no meeting has more talks than seats, no paper is held twice, nobody shares in two places at
/// once, every talk tells its history, its state is what its records say, and calendars follow.
/// </summary>
public sealed class TalkLawTests
{
    private const int Acts = 70;

    [Theory, BothEngines]
    public async Task Nothing_that_people_do_breaks_a_law(Engine engine)
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            await using var town = await Town.FoundAsync(engine, seed);
            for (var n = 0; n < Acts; n++)
            {
                await town.ActAsync();
                Assert.True(await town.BrokenAsync() is not { } broken, $"Seed {seed}: {await town.BrokenAsync()} after\n{town.Story}");
            }
        }
    }

    [Theory, BothEngines]
    public async Task Nothing_that_people_do_at_the_same_moment_breaks_a_law(Engine engine)
    {
        await using var town = await Town.FoundAsync(engine, 7);
        for (var round = 0; round < 12; round++)
        {
            var acts = new List<Func<Task>>();
            for (var n = 0; n < 8; n++)
                acts.Add(await town.ChooseAsync());
            await Task.WhenAll(acts.Select(act => act()));
            Assert.True(await town.BrokenAsync() is not { } broken, $"{await town.BrokenAsync()} after\n{town.Story}");
        }
    }

    /// <summary>A house with people who do things at random.</summary>
    private sealed class Town : IAsyncDisposable
    {
        private const int Seats = 2;

        private readonly Household _house;
        private readonly Random _random;
        private readonly List<string> _keys = [];
        private readonly List<string> _names = [];
        private readonly List<string> _story = [];
        private readonly Dictionary<int, (string Shown, int Sequence)> _calendar = [];
        private string _committee = "";
        private (string Code, int[] Papers, int[] Dates)[] _lists = [];

        private Town(Household house, int seed) => (_house, _random) = (house, new Random(seed));

        public string Story => string.Join('\n', _story.TakeLast(25));

        public static async Task<Town> FoundAsync(Engine engine, int seed)
        {
            var town = new Town(await Household.MoveInAsync(engine), seed);
            await town._house.SetAsync(SettingsCatalogue.TalksAtMeeting, Seats.ToString(CultureInfo.InvariantCulture));
            // The two tracks meet on the same evenings, and their hours overlap.
            town._lists =
            [
                ("nlp", await town._house.PapersAsync(6), await town._house.DatesAsync(3)),
                ("cv", await town._house.PapersAsync(5, "cv"), await town._house.DatesAsync(3, "cv", 20, 30)),
            ];
            for (var n = 0; n < 5; n++)
            {
                var id = await town._house.AddAsync($"walker{n}", Standing.Inner);
                town._names.Add($"walker{n}");
                town._keys.Add(await town._house.Site.WithAsync(db => Members.Me.KeysEndpoints.MakeAsync(db, town._house.Site.Clock, id, id, "bot", TokenScope.Write, 0, CancellationToken.None)));
            }

            town._committee = await town._house.TokenAsync("committee", TokenScope.Manage);
            return town;
        }

        public async Task ActAsync() => await (await ChooseAsync())();

        /// <summary>Chooses somebody, and something that they try.</summary>
        public async Task<Func<Task>> ChooseAsync()
        {
            var who = _random.Next(_keys.Count);
            var talks = await _house.Site.WithAsync(db => db.Talks.Ahead().Where(t => t.Course.Any()).Select(t => t.Id).ToListAsync());
            var offers = await _house.Site.WithAsync(db => db.Handovers.Where(h => h.End == null).Select(h => h.Id).ToListAsync());
            var list = _lists[_random.Next(_lists.Length)];
            var (talk, offer) = (talks.Count == 0 ? 0 : talks[_random.Next(talks.Count)], offers.Count == 0 ? 0 : offers[_random.Next(offers.Count)]);
            var (paper, date, other) = (list.Papers[_random.Next(list.Papers.Length)], list.Dates[_random.Next(list.Dates.Length)], _names[_random.Next(_names.Count)]);
            var swap = talks.Count == 0 ? 0 : talks[_random.Next(talks.Count)];
            return _random.Next(14) switch
            {
                0 or 1 or 2 or 3 => Try(who, "POST", $"topics/5/{list.Code}/talks", $$"""{"paper":"{{paper}}","meeting":"{{date}}","anyway":"yes"}"""),
                4 => Try(who, "POST", $"talks/{talk}/confirmation"),
                5 => Try(who, "POST", $"talks/{talk}/withdrawal"),
                6 => Try(who, "POST", $"talks/{talk}/handovers", _random.Next(2) == 0 ? $$"""{"to":"{{other}}"}""" : "{}"),
                7 => Try(who, "POST", $"talks/{talk}/handovers", $$"""{"swap":"{{swap}}"}"""),
                8 or 9 => Try(who, "POST", $"handovers/{offer}/acceptance", """{"anyway":"yes"}"""),
                10 => Try(who, "PUT", $"talks/{talk}/meeting", $$"""{"meeting":"{{date}}","anyway":"yes"}"""),
                11 => Try(who, "POST", $"talks/{talk}/presenters", $$"""{"with":"{{other}}","anyway":"yes"}"""),
                12 => Try(who, "PUT", $"talks/{talk}/waiting"),
                _ => _random.Next(2) == 0 ? Try(who, "DELETE", $"talks/{talk}/presenters/{_names[who]}") : Try(-1, "POST", $"talks/{talk}/cancellation"),
            };
        }

        private Func<Task> Try(int who, string method, string path, string? json = null) => async () =>
        {
            var answer = await _house.Visitor().BearAsync(who < 0 ? _committee : _keys[who], method, $"/api/v1/{path}", json ?? "{}");
            lock (_story)
                _story.Add($"{(who < 0 ? "committee" : _names[who])} {method} {path} {json}: {answer.Number}");
            Assert.True(answer.Number < 500, $"{answer}\n{Story}");
        };

        /// <summary>The first law that is broken; null if none is.</summary>
        public Task<string?> BrokenAsync() => _house.Site.WithAsync(async db =>
        {
            var talks = await db.Talks.AsNoTracking().Include(t => t.Presenters).ThenInclude(p => p.Member).Include(t => t.Papers).ThenInclude(p => p.Paper).Include(t => t.Meeting)
                .Include(t => t.Course).Include(t => t.Confirmation).Include(t => t.Ending).Include(t => t.Giving).AsSplitQuery().Where(t => t.Course.Any()).ToListAsync();
            var ahead = talks.Where(t => t.IsAhead).ToList();
            if (ahead.Where(t => t.MeetingId is not null).GroupBy(t => t.MeetingId).FirstOrDefault(at => at.Count() > Seats || at.Select(t => t.Seat).Distinct().Count() < at.Count()) is { } crowd)
                return $"meeting {crowd.Key} has {crowd.Count()} talks";
            if (talks.SelectMany(t => t.Papers.Where(p => p.ReleasedAt is null)).GroupBy(p => p.EntryId).FirstOrDefault(held => held.Count() > 1) is { } twice)
                return $"entry {twice.Key} is held twice";
            if (talks.Find(t => t.IsAhead == (t.Ending is not null) || t.IsAhead != t.Papers.Any(p => p.ReleasedAt is null) || (!t.IsAhead && t.MeetingId is not null)) is { } wrong)
                return $"talk {wrong.Id} is {wrong.State}, whatever its records say";
            if (ahead.Find(t => (t.Confirmation is not null) != (t.State is TalkState.Confirmed or TalkState.Ready)) is { } unsure)
                return $"talk {unsure.Id} is {unsure.State} with{(unsure.Confirmation is null ? "out" : "")} a yes";
            if (ahead.Find(t => t.Presenters.Count == 0 || t.Course.OrderBy(s => s.Id).Last(s => s.Kind is not TalkStepKind.Prepared).Date != t.Meeting?.StartsAt) is { } untold)
                return $"talk {untold.Id} has a date that its history does not tell";
            return Clash(ahead) ?? await StaleAsync(db, ahead);
        });

        private static string? Clash(List<Talk> ahead)
        {
            foreach (var person in ahead.SelectMany(t => t.Presenters.Select(p => (p.Member.Name, Talk: t))).Where(p => p.Talk.Meeting is not null).GroupBy(p => p.Name, StringComparer.Ordinal))
            {
                var own = person.Select(p => p.Talk).ToList();
                for (var n = 0; n < own.Count; n++)
                {
                    for (var m = n + 1; m < own.Count; m++)
                    {
                        var (one, other) = (own[n].Meeting!, own[m].Meeting!);
                        if (Engagement.Between(one.StartsAt, one.EndsAt, other.StartsAt, other.EndsAt) is Nearness.AtOnce)
                            return $"{person.Key} shares {own[n].Id} and {own[m].Id} at once";
                    }
                }
            }

            return null;
        }

        // What a meeting shows changed, so its stamp must have: calendars take a change only with a higher one.
        private async Task<string?> StaleAsync(Whalepaper.Data.WhalepaperDb db, List<Talk> ahead)
        {
            foreach (var meeting in await db.Meetings.AsNoTracking().ToListAsync())
            {
                var shown = string.Join('|', ahead.Where(t => t.MeetingId == meeting.Id).OrderBy(t => t.Id)
                    .Select(t => $"{t.Id}:{string.Join(',', t.Presenters.Select(p => p.Member.Name).Order(StringComparer.Ordinal))}"));
                if (_calendar.TryGetValue(meeting.Id, out var before) && !string.Equals(before.Shown, shown, StringComparison.Ordinal) && meeting.Sequence <= before.Sequence)
                    return $"meeting {meeting.Id} shows something else under the same stamp";
                _calendar[meeting.Id] = (shown, meeting.Sequence);
            }

            if (ahead.Find(t => t.MeetingId is not null) is not { } talk)
                return null;
            var calendar = (await _house.Visitor().GetAsync($"/meetings/{talk.MeetingId}.ics")).Text.ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal);
            return talk.Presenters.All(p => calendar.Contains(p.Member.Name, StringComparison.Ordinal)) ? null : $"the calendar of meeting {talk.MeetingId} does not name who shares {talk.Id}";
        }

        public ValueTask DisposeAsync() => _house.DisposeAsync();
    }
}
