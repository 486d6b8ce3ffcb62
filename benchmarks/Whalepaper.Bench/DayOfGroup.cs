using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Whalepaper.Bench;

/// <summary>One request of a day.</summary>
/// <param name="Bytes">It, as it goes over the wire.</param>
/// <param name="Writes">Whether it changes something.</param>
internal readonly record struct Asked(byte[] Bytes, bool Writes);

/// <summary>
/// What a large group does all day: of ten requests nine read, half of them by members who are signed in, and one changes something that others see: what somebody wants to hear, whether they come,
/// what they tell of themselves. What is done is taken back later, so that the group stays as large as it was.
/// </summary>
internal sealed class DayOfGroup
{
    /// <summary>Members of the group, each of whom acts in turn.</summary>
    public const int Members = 5_000;

    /// <summary>Papers of the group.</summary>
    public const int Papers = 5_000;

    /// <summary>One of so many requests changes something.</summary>
    public const int WritesOf = 10;

    // Browsers that are open at the same time.
    private const int SignedIn = 500;
    private const string Api = "/api/v1";

    private static readonly string[] questions = ["人脸", "推荐系统", "retrieval", "graph contrastive learning", "杨夕", "Topic 2"];

    private readonly IReadOnlyList<string> _keys;
    private readonly IReadOnlyList<string> _cookies;
    private readonly IReadOnlyList<(string Path, int Paper)> _open;
    private readonly IReadOnlyList<int> _meetings;
    private readonly int _newest;
    private int _port;

    private DayOfGroup(Groups.Imported group, IReadOnlyList<string> keys, IReadOnlyList<string> cookies, IReadOnlyList<(string Path, int Paper)> open, IReadOnlyList<int> meetings, int newest) =>
        (Group, _keys, _cookies, _open, _meetings, _newest) = (group, keys, cookies, open, meetings, newest);

    /// <summary>The group.</summary>
    public Groups.Imported Group { get; }

    /// <summary>Makes the group.</summary>
    /// <param name="groups">The groups that are there.</param>
    /// <param name="engine">On which engine.</param>
    /// <param name="more">How many papers more than usual: another number is another group.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<DayOfGroup> PrepareAsync(Groups groups, BenchEngine engine, int more, CancellationToken cancellation)
    {
        var group = await groups.OfAsync(engine, Papers + more, cancellation);
        await using var living = LivingGroup.Open(group);
        var members = await living.TakeInAsync(Members, cancellation);
        var meetings = await living.RunNewestAsync(cancellation);
        await living.PlanAsync(members, meetings, cancellation);
        var open = await living.OpenEntriesAsync(meetings[0].TopicId, cancellation);
        // A group grows over years: the engine looked at its tables long ago.
        await living.TidyAsync(cancellation);
        return new DayOfGroup(
            group,
            await living.TokensAsync(members, cancellation),
            // The first is of the committee, and sees other pages.
            await living.CookiesAsync([.. members.Skip(1).Take(SignedIn)], cancellation),
            [.. open.Select(entry => (string.Create(CultureInfo.InvariantCulture, $"/topics/{entry.List.Topic.Number}/{entry.List.Track.Code}"), entry.PaperId))],
            // What is said of today's may be too late before the measuring ends.
            [.. meetings.Skip(meetings.Count / 2).Select(meeting => meeting.Id)],
            ReadingGroup.NewestTopic(Papers + more));
    }

    /// <summary>A program that serves it, on all cores as in its everyday: how much it takes is a figure of the machine.</summary>
    public async Task<SiteProcess> ServeAsync(Terms terms, CancellationToken cancellation)
    {
        var site = await SiteProcess.StartAsync(terms.Cores.Whole, terms.Program, ["serve", .. Group.Arguments], "/health/live", cancellation);
        _port = site.Port;
        return site;
    }

    /// <summary>The request of this number, from 0; the same number asks the same.</summary>
    public Asked Next(int number) => number % WritesOf == WritesOf - 1 ? new Asked(Write(number / WritesOf), true) : new Asked(Read(number), false);

    /// <summary>The page of this paper, counted from 0, for a reader without an account: it is kept, and there are by far the most of these.</summary>
    public Asked Kept(int number) => new(Bytes("GET", string.Create(CultureInfo.InvariantCulture, $"/papers/{1 + (number % Papers)}"), "", ""), false);

    private byte[] Read(int number)
    {
        // Spread over everything without chance: the same run is the same load.
        var spread = (int)((uint)number * 2654435761u >> 8);
        var topic = _newest - (spread % 5);
        var path = (spread % 16) switch
        {
            0 or 1 => "/",
            2 or 3 or 4 => string.Create(CultureInfo.InvariantCulture, $"/topics/{topic}"),
            5 or 6 => "/schedule",
            7 or 8 or 9 => string.Create(CultureInfo.InvariantCulture, $"/papers/{1 + (spread / 16 % Papers)}"),
            10 => "/papers",
            11 => "/members",
            12 => $"/search?q={Uri.EscapeDataString(questions[spread / 16 % questions.Length])}",
            13 => string.Create(CultureInfo.InvariantCulture, $"/meetings/{_meetings[spread / 16 % _meetings.Count]}"),
            14 => string.Create(CultureInfo.InvariantCulture, $"{Api}/papers?page={1 + (spread / 16 % 50)}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{_open[spread / 16 % _open.Count].Path}"),
        };
        return Bytes("GET", path, number % 2 == 0 || path.StartsWith(Api, StringComparison.Ordinal) ? "" : $"Cookie: {_cookies[spread / 7 % _cookies.Count]}\r\n", "");
    }

    private byte[] Write(int number)
    {
        var member = number % Members;
        var isBack = number / Members % 2 == 1;
        switch (number % 5)
        {
            case 0:
                return Command(member, "PUT", "/me/profile", new { name = $"Member {member}", readers = "members", tracks = Array.Empty<string>(), interests = isBack ? "" : "Retrieval, and what comes after it" });
            case 1:
                return Command(member, "PUT", string.Create(CultureInfo.InvariantCulture, $"/meetings/{_meetings[member % _meetings.Count]}/coming"), new { coming = isBack ? "no" : "yes" });
            default:
                var (path, paper) = _open[member % _open.Count];
                var wish = string.Create(CultureInfo.InvariantCulture, $"{path}/papers/{paper}/wish");
                return isBack ? Command(member, "DELETE", wish, null) : Command(member, "PUT", wish, new { presents = "no" });
        }
    }

    private byte[] Command(int member, string method, string path, object? said)
    {
        var body = said is null ? "" : JsonSerializer.Serialize(said);
        return Bytes(method, Api + path, string.Create(
            CultureInfo.InvariantCulture, $"Authorization: Bearer {_keys[member]}\r\n{(said is null ? "" : $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n")}"), body);
    }

    private byte[] Bytes(string method, string path, string headers, string body) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{_port}\r\nAccept: {(path.StartsWith(Api, StringComparison.Ordinal) ? "application/json" : "text/html")}\r\nAccept-Language: zh-CN,zh;q=0.9,en;q=0.8\r\nAccept-Encoding: br\r\n{headers}\r\n{body}"));
}
