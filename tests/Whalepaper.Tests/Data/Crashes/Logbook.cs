using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Whalepaper.Admission.Ballots;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Data.Crashes;

/// <summary>A claim that was granted.</summary>
/// <param name="Member">To whom.</param>
/// <param name="Meeting">For when.</param>
/// <param name="Talk">The talk; 0 where nobody was told.</param>
internal sealed record Claimed(int Member, int Meeting, int Talk);

/// <summary>What people do in a <see cref="Bustle"/>.</summary>
internal enum Deed
{
    Claim,
    CheckIn,
    Vote,
    Upload,
}

/// <summary>
/// What people did, as far as the program told them that it was done: written down outside of it. What it died over is in doubt until somebody looks, and from then
/// on counts like the rest.
/// </summary>
/// <param name="bustle">The group.</param>
/// <param name="random">What is drawn by lot.</param>
internal sealed class Logbook(Bustle bustle, Random random)
{
    private readonly Lock _lot = new();
    private int _claims;
    private int _comers;
    private int _votes;
    private int _uploads;
    private int _moments;
    private int _done;
    private string _refused = "";
    private int _until = int.MaxValue;
    private Deed? _over;
    private Action _end = () => { };

    /// <summary>By paper.</summary>
    public ConcurrentDictionary<int, Claimed> Claims { get; } = [];

    /// <summary>By paper and member: two may be in doubt about the same.</summary>
    public ConcurrentDictionary<(int Paper, int Member), int> DoubtfulClaims { get; } = [];

    public ConcurrentDictionary<(int Meeting, int Member), byte> Here { get; } = [];

    public ConcurrentDictionary<(int Meeting, int Member), byte> PerhapsHere { get; } = [];

    /// <summary>The last vote of each voter.</summary>
    public ConcurrentDictionary<int, Choice> Votes { get; } = [];

    public ConcurrentDictionary<int, Choice> DoubtfulVotes { get; } = [];

    /// <summary>By title: the talk, and the hash of what was sent.</summary>
    public ConcurrentDictionary<string, (int Talk, string Sha256)> Uploads { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, (int Talk, string Sha256)> DoubtfulUploads { get; } = new(StringComparer.Ordinal);

    /// <summary>How often it was said that something is done.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <summary>How much is there by now.</summary>
    public string Sum => string.Create(CultureInfo.InvariantCulture, $"{Claims.Count} claims, {Here.Count} check-ins, {Votes.Count} voters, {Uploads.Count} uploads; {Done} acknowledged; a claim was refused: {Words(_refused)}");

    /// <summary>Ends the program at some moment soon: so many requests begun and answers come from now on.</summary>
    /// <param name="moments">How many.</param>
    /// <param name="end">Ends it.</param>
    /// <param name="over">Which deed counts; null for all. Of all, those that are quickly done would end it before the others got anywhere.</param>
    public void EndAfter(int moments, Action end, Deed? over = null) => (_end, _over, _until) = (end, over, Volatile.Read(ref _moments) + moments);

    /// <summary>Of two who come one after the other, both want the same paper.</summary>
    public async Task ClaimAsync(HttpClient door)
    {
        var n = Interlocked.Increment(ref _claims) - 1;
        var which = n / 2 % bustle.Papers.Count;
        var (who, paper, meeting) = (bustle.Claiming[n % bustle.Claiming.Count], bustle.Papers[which], bustle.Ahead[which % bustle.Ahead.Count]);
        DoubtfulClaims[(paper, who.Id)] = meeting;
        var answer = await DoAsync(Deed.Claim, () => who.SendAsync(door, "POST", "/topics/1/t0/talks", ("paper", $"{paper}"), ("meeting", $"{meeting}"), ("anyway", "yes")));
        if (answer is { Status: HttpStatusCode.SeeOther, Location: { } location } && location.EndsWith("?done=claimed", StringComparison.Ordinal))
            Assert.True(Claims.TryAdd(paper, new Claimed(who.Id, meeting, int.Parse(location["/talks/".Length..^"?done=claimed".Length], CultureInfo.InvariantCulture))), $"Paper {paper} was given to two.");
        // Who claims so often is told to wait, on PostgreSQL whatever copy of the program counted.
        else if (answer.Number is 409 or 422 or 429)
            _refused = answer.Text;
        else
            Assert.Fail($"{who.Handle} claims paper {paper}: {answer.Number} {answer.Location}");
        DoubtfulClaims.TryRemove((paper, who.Id), out _);
    }

    /// <summary>The next one checks in at the next meeting; who is there says so once more.</summary>
    public async Task ComeAsync(HttpClient door)
    {
        var n = Interlocked.Increment(ref _comers) - 1;
        var (who, meeting) = (bustle.People[n / bustle.On.Count % bustle.People.Count], bustle.On[n % bustle.On.Count]);
        PerhapsHere[(meeting, who.Id)] = 0;
        Succeeded(await DoAsync(Deed.CheckIn, () => who.SendAsync(door, "POST", $"/meetings/{meeting}/attendance", ("code", bustle.Codes[meeting]))), $"{who.Handle} checks in");
        Here[(meeting, who.Id)] = 0;
        PerhapsHere.TryRemove((meeting, who.Id), out _);
    }

    /// <summary>Somebody votes, or changes their vote.</summary>
    /// <param name="door">The program.</param>
    /// <param name="mine">Which of those who vote at the same time it is: each has voters of their own, so that nobody's two votes are under way at once.</param>
    /// <param name="all">How many there are.</param>
    public async Task VoteAsync(HttpClient door, int mine, int all)
    {
        var n = Interlocked.Increment(ref _votes) - 1;
        var own = bustle.Voting.Where(person => person.Id % all == mine).ToList();
        // Whoever does not know what became of their vote votes first.
        var who = own.Find(person => DoubtfulVotes.ContainsKey(person.Id)) ?? own[n % own.Count];
        var choice = (Choice)Lot(1, 4);
        DoubtfulVotes[who.Id] = choice;
        Succeeded(await DoAsync(Deed.Vote, () => who.SendAsync(door, "PUT", $"/ballots/{bustle.Ballot}/vote", ("choices", $"{bustle.Uploading[0].Handle}:{choice.ToString().ToLowerInvariant()}"))), $"{who.Handle} votes");
        Votes[who.Id] = choice;
        DoubtfulVotes.TryRemove(who.Id, out _);
    }

    /// <summary>The next one lays a file beside their talk.</summary>
    public async Task UploadAsync(HttpClient door)
    {
        var n = Interlocked.Increment(ref _uploads) - 1;
        var who = bustle.Uploading[n % bustle.Uploading.Count];
        var (title, talk, content) = (string.Create(CultureInfo.InvariantCulture, $"notes-{n}"), bustle.Talks[who.Id], Text(n));
        DoubtfulUploads[title] = (talk, Convert.ToHexStringLower(SHA256.HashData(content)));
        var answer = await DoAsync(Deed.Upload, () => who.UploadAsync(door, talk, title, content));
        // A talk holds so many, and then no more.
        if (answer.Status is not HttpStatusCode.UnprocessableEntity)
        {
            Succeeded(answer, $"{who.Handle} lays {title}");
            Uploads[title] = DoubtfulUploads[title];
        }

        DoubtfulUploads.TryRemove(title, out _);
    }

    private byte[] Text(int n)
    {
        var length = Lot(1, 60_000);
        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"Notes number {n}\n{new string((char)('a' + (n % 26)), length)}\n"));
    }

    private int Lot(int least, int above)
    {
        lock (_lot)
            return random.Next(least, above);
    }

    private async Task<Answer> DoAsync(Deed deed, Func<Task<Answer>> ask)
    {
        var asked = ask();
        Pass(deed);
        var answer = await asked;
        // Whatever became of it is in doubt.
        if (answer.Status is HttpStatusCode.ServiceUnavailable)
            throw new NotNowException();
        if (answer.Status is HttpStatusCode.SeeOther)
            Interlocked.Increment(ref _done);
        // Who is told to wait was in the midst of nothing.
        if (answer.Status is not HttpStatusCode.TooManyRequests)
            Pass(deed);
        return answer;
    }

    private static string Words(string page) => Regex.Match(page, "<main.*?</main>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Value;

    // It is killed where it stands: right after something was sent to it, or as an answer came while it works on others.
    private void Pass(Deed deed)
    {
        if ((_over is null || deed == _over) && Interlocked.Increment(ref _moments) >= Volatile.Read(ref _until))
            _end();
    }

    private static void Succeeded(Answer answer, string what) =>
        Assert.True(answer.Status is HttpStatusCode.SeeOther && answer.Location?.StartsWith("/sign-in", StringComparison.Ordinal) is false, $"{what}: {answer.Number} {answer.Location} {answer.Text}");
}

/// <summary>Somebody was told that it cannot be done now.</summary>
/// <param name="why">What the program said about it, if it was asked.</param>
internal sealed class NotNowException(string why = "") : Exception($"It cannot be done now. {why}");
