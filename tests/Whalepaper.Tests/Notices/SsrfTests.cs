using Microsoft.EntityFrameworkCore;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Notices;

/// <summary>The one field of the house whose address is called from here: no spelling of an inside is taken there. That no other field's address is called is for <see cref="Walls.HostileWordsTests"/>.</summary>
public sealed class SsrfTests
{
    /// <summary>Forms around an address of the inside; the place of the host is <c>{0}</c>.</summary>
    private static readonly string[] forms = ["https://{0}/hook", "https://{0}:443/hook", "https://{0}:8443", "https://{0}/?a=https://hooks.example/", "HTTPS://{0}/hook", "https://hooks.example@{0}/hook", "https://{0}#@hooks.example/", "https://{0}\\@hooks.example/hook", "http://{0}/hook", "https:/{0}/hook", "//{0}/hook"];

    /// <summary>Schemes that read, call or speak what nobody meant, and names that stand for an inside by themselves.</summary>
    private static readonly string[] more =
    [
        "file:///etc/passwd", "gopher://127.0.0.1:25/_HELO", "dict://127.0.0.1:11211/stats", "ftp://127.0.0.1/", "ldap://127.0.0.1/", "jar:https://127.0.0.1!/", "netdoc:///etc/passwd", "tftp://127.0.0.1/a", "unix:///var/run/docker.sock", "data:application/json,{}",
        "https://localhost/hook", "https://LocalHost/hook", "https://a.b.localhost/hook", "https://localhost./hook", "https://127.0.0.1./hook", "https://[::ffff:127.0.0.1%25eth0]/hook", "https://127.0.0.1%2f@hooks.example/", "https://127.0.0.1%00.hooks.example/", "https://hooks.example%2f.127.0.0.1/",
        "https://1\u202e27.0.0.1/", "https://127\u30020\u30020\u30021/hook", "https://\u2460\u2461\u2466.0.0.1/hook", "https://0/hook", "https://00000000177.1/hook", "https://127.000000.0000.1/hook", "https://0x7F000001/hook", "https://0x7f.1/hook",
    ];

    [Fact]
    public async Task No_spelling_of_the_inside_is_taken_for_a_chat()
    {
        await using var stage = await Stage.SetAsync(Engine.Sqlite);
        var organizer = await stage.AsAsync("organizer", "/settings/channels");
        var faults = new List<string>();
        var before = await Inventory.TakeAsync(stage.Site);
        // Each spelling with or without a port, and each form around some spellings; that no spelling is called in any form, OutgoingTests tries without a page between.
        var around = OutgoingTests.Inside.Select((host, n) => (host, form: forms[n % 3])).Concat(forms.SelectMany(form => ((string[])["127.0.0.1", "2130706433", "[::ffff:7f00:1]", "169.254.169.254"]).Select(host => (host, form))));
        foreach (var (n, address) in around.Select(one => one.form.Replace("{0}", one.host, StringComparison.Ordinal)).Concat(more).Distinct(StringComparer.Ordinal).Index())
        {
            // What a browser takes off by itself is taken off here too; the rest is refused beside the field.
            var kind = (string[])["feishu", "dingtalk", "wecom", "slack", "discord", "webhook"];
            var answer = await organizer.Session.SendAsync("POST", "/settings/channels", ("name", "Chat"), ("kind", kind[n % kind.Length]), ("address", address), ("track", "none"), ("occasions", "plan"));
            if (answer.Number != 422)
                faults.Add($"{address}: {answer.Number} {answer.Location}");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.Empty(Inventory.Difference(before, await Inventory.TakeAsync(stage.Site)));
        Assert.Equal(0, await stage.Site.WithAsync(db => db.Channels.CountAsync()));
        // An outside is taken, or this would show nothing.
        Assert.Equal(303, (await organizer.Session.SendAsync("POST", "/settings/channels", ("name", "Chat"), ("kind", "feishu"), ("address", "https://hooks.example/hook"), ("track", "none"), ("occasions", "plan"))).Number);
    }
}
