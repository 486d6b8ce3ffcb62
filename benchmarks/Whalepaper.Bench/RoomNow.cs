using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Whalepaper.Bench;

/// <summary>A meeting that is on right now, and what is done at it over the API.</summary>
/// <param name="Meeting">Its database number.</param>
/// <param name="Talk">The talk that is on.</param>
/// <param name="Code">The code by which one checks in.</param>
/// <param name="Keys">Keys of who is at it: the host's first, then those of its presenters, then everybody else's.</param>
internal sealed record RoomNow(int Meeting, int Talk, string Code, IReadOnlyList<string> Keys)
{
    /// <summary>How many of them hold the meeting or share something.</summary>
    public const int Sharing = 3;

    /// <summary>How many parts a talk has.</summary>
    public const int Parts = 5;

    /// <summary>Where one listens.</summary>
    public string Live => string.Create(CultureInfo.InvariantCulture, $"/meetings/{Meeting}/live");

    /// <summary>The host turns to the next part.</summary>
    public Task TurnAsync(HttpClient client, int n, CancellationToken cancellation) => AskAsync(client, Keys[0], HttpMethod.Put, "session/place", new { talk = Talk, part = (n + 1) % Parts }, cancellation);

    /// <summary>Somebody asks something.</summary>
    /// <returns>The number of the question.</returns>
    public async Task<int> AskAsync(HttpClient client, int n, CancellationToken cancellation)
    {
        var words = string.Create(CultureInfo.InvariantCulture, $"第 {n} 个问题：这里的负样本是怎么选的？batch 内的负样本够用吗，还是要再加难负样本？");
        var answer = await AskAsync(client, Keys[Sharing + (n % (Keys.Count - Sharing))], HttpMethod.Post, "questions", new { text = words, talk = Talk }, cancellation);
        return JsonSerializer.Deserialize<JsonElement>(answer).GetProperty("id").GetInt32();
    }

    /// <summary>Somebody says that they are there.</summary>
    public Task CheckInAsync(HttpClient client, string key, CancellationToken cancellation) => AskAsync(client, key, HttpMethod.Post, "attendance", new { code = Code }, cancellation);

    private async Task<string> AskAsync(HttpClient client, string key, HttpMethod method, string what, object said, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, string.Create(CultureInfo.InvariantCulture, $"/api/v1/meetings/{Meeting}/{what}")) { Content = JsonContent.Create(said) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await client.SendAsync(request, cancellation);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync(cancellation);
    }
}
