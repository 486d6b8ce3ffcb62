using System.Globalization;
using System.Text.RegularExpressions;
using Whalepaper.Tests.Walls;
using Xunit;

namespace Whalepaper.Tests.Copies;

/// <summary>The real nginx, set up as the operating guide says, but for addresses and certificates.</summary>
internal static partial class FrontDoor
{
    private const string Nginx = "/usr/sbin/nginx";

    /// <summary>Opens it before these copies of the program.</summary>
    public static Task<ChildServer> OpenAsync(IReadOnlyList<Uri> copies)
    {
        var guide = File.ReadAllText(Path.Combine(Building.Root, "docs", "operating.md"));
        var (upstream, server) = (Upstream(Block(guide, "upstream "), copies), Block(guide, "server "));
        return ChildServer.StartAsync(Nginx, "start worker process", (folder, port) => Settings(folder, upstream, Server(server, port)), (folder, file) => ["-p", folder, "-e", "stderr", "-c", file]);
    }

    private static string Settings(string folder, string upstream, string server) => $$"""
        {{(ChildServer.IsRoot ? "user root;" : "")}}
        daemon off;
        worker_processes 1;
        pid {{folder}}/pid;
        error_log stderr notice;
        events { worker_connections 1024; }
        http {
            access_log off;
            client_body_temp_path {{folder}}/body;
            proxy_temp_path {{folder}}/proxy;
            fastcgi_temp_path {{folder}}/fastcgi;
            uwsgi_temp_path {{folder}}/uwsgi;
            scgi_temp_path {{folder}}/scgi;
            {{upstream}}
            {{server}}
        }
        """;

    private static string Block(string guide, string begins) =>
        Assert.Single(Blocks().Matches(guide).Select(block => block.Groups["code"].Value), code => code.StartsWith(begins, StringComparison.Ordinal));

    // The places of the copies in stead of those of the guide; how they are chosen among stays.
    private static string Upstream(string block, IReadOnlyList<Uri> copies)
    {
        Assert.Contains("random;", block, StringComparison.Ordinal);
        var lines = block.Split('\n');
        var first = Array.FindIndex(lines, IsPlace);
        return string.Join('\n', [.. lines[..first], .. copies.Select(copy => $"server {copy.Authority};"), .. lines[first..].Where(line => !IsPlace(line))]);
    }

    private static bool IsPlace(string line) => line.TrimStart().StartsWith("server ", StringComparison.Ordinal);

    private static string Server(string block, int port)
    {
        var plain = string.Join('\n', block.Split('\n').Where(line => !line.TrimStart().StartsWith("ssl_certificate", StringComparison.Ordinal)));
        Assert.Equal(2, One().Count(plain));
        Assert.Single(Listens().Matches(plain));
        return Listens().Replace(One().Replace(plain, "proxy_pass http://whalepaper;"), string.Create(CultureInfo.InvariantCulture, $"listen 127.0.0.1:{port};"));
    }

    [GeneratedRegex("```\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blocks();

    [GeneratedRegex("proxy_pass http://127\\.0\\.0\\.1:5080;", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex One();

    [GeneratedRegex("listen 443 [a-z0-9 ]+;", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listens();
}
