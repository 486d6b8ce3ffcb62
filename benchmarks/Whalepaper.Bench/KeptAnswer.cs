using System.Collections.Concurrent;

namespace Whalepaper.Bench;

/// <summary>An answer of the site as it went over the wire: body and headers, to be given again without any work.</summary>
internal sealed class KeptAnswer
{
    private static readonly ConcurrentDictionary<string, KeptAnswer> Known = new(StringComparer.Ordinal);

    private readonly byte[] _body;
    private readonly (string Name, string Value)[] _headers;

    private KeptAnswer(byte[] body, (string Name, string Value)[] headers)
    {
        _body = body;
        _headers = headers;
    }

    /// <summary>Where the body of an encoding lies.</summary>
    public static string BodyPath(string folder, string? encoding) => Path.Combine(folder, $"{(string.IsNullOrEmpty(encoding) ? "plain" : encoding)}.body");

    /// <summary>Asks the site once and keeps what it says.</summary>
    public static async Task KeepAsync(HttpClient client, string path, string? encoding, string folder, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.8");
        if (encoding is not null)
            request.Headers.Add("Accept-Encoding", encoding);
        using var answer = await client.SendAsync(request, cancellation);
        answer.EnsureSuccessStatusCode();
        var body = await answer.Content.ReadAsByteArrayAsync(cancellation);
        await File.WriteAllBytesAsync(BodyPath(folder, encoding), body, cancellation);
        var headers = answer.Headers.Concat(answer.Content.Headers)
            .Where(h => h.Key is not ("Date" or "Transfer-Encoding" or "Content-Length" or "Age"))
            .Select(h => $"{h.Key}: {string.Join(", ", h.Value)}");
        await File.WriteAllLinesAsync(HeaderPath(folder, encoding), headers, cancellation);
    }

    /// <summary>The kept answer of an encoding, read once.</summary>
    public static KeptAnswer Read(string folder, string encoding) => Known.GetOrAdd(encoding, name => new KeptAnswer(
        File.ReadAllBytes(BodyPath(folder, name)),
        [.. File.ReadLines(HeaderPath(folder, name)).Select(line => line.Split(": ", 2)).Select(parts => (parts[0], parts[1]))]));

    /// <summary>Gives it as an answer.</summary>
    public Task WriteAsync(HttpResponse response)
    {
        foreach (var (name, value) in _headers)
            response.Headers[name] = value;
        response.ContentLength = _body.Length;
        return response.Body.WriteAsync(_body).AsTask();
    }

    private static string HeaderPath(string folder, string? encoding) => Path.ChangeExtension(BodyPath(folder, encoding), ".headers");
}
