using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Whalepaper.Files;
using Whalepaper.Settings;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Files;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Talks;

/// <summary>Files come as they are sent, are what they hold, and what is refused or breaks off leaves nothing.</summary>
public sealed class UploadTests
{
    private const int Megabyte = 1024 * 1024;

    [Theory, BothEngines]
    public async Task A_file_is_kept_as_it_was_sent(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (talk, inner) = (await house.ShareAsync("inner"), await house.SignInAsync("inner"));
        var content = SampleFiles.Pdf("Hello");

        var answer = await inner.UploadAsync(talk, "../注意 力.PDF", content, ("fileKind", "slides"), ("fileTitle", ""));
        Assert.Equal($"/talks/{talk}?done=laid", answer.Location);

        var material = Assert.Single(await house.MaterialsAsync(talk));
        Assert.Equal((MaterialKind.Slides, "注意 力", "", false, house["inner"]), (material.Kind, material.Title, material.Link, material.IsPublic, material.AddedById));
        Assert.Equal(("注意 力.pdf", FileSort.Pdf, content.Length, Convert.ToHexStringLower(SHA256.HashData(content))), (material.File!.Name, material.File.Sort, (int)material.File.Length, material.File.Sha256));
        Assert.Equal(content, await File.ReadAllBytesAsync(Assert.Single(house.Kept())));
        Assert.Contains(MaterialFile.Href(material.Id, "注意 力.pdf"), (await inner.GetAsync($"/talks/{talk}")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Programs_lay_files_beside_talks_too_as_forms_do(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var talk = await house.ShareAsync("inner");
        var key = await house.TokenAsync("inner", Members.Accounts.TokenScope.Write);
        async Task<Answer> SendAsync(string token, HttpContent body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/talks/{talk}/files") { Content = body };
            return await house.Visitor().Saying("Authorization", $"Bearer {token}").AskAsync(request);
        }

        static MultipartFormDataContent Whole(string kind = "code") => new() { { new StringContent(kind), "fileKind" }, { new StringContent("My code"), "fileTitle" }, { new ByteArrayContent("print(1)\n"u8.ToArray()), "file", "a.py" } };
        using (var form = Whole())
        {
            var laid = await SendAsync(key, form);
            var material = Assert.Single(await house.MaterialsAsync(talk));
            Assert.Equal((HttpStatusCode.OK, $$"""{"material":{{material.Id}}}""", MaterialKind.Code, "a.py"), (laid.Status, laid.Text, material.Kind, material.File!.Name));
        }

        foreach (var (body, field) in ((HttpContent, string)[])
        [
            (Whole("nothing"), "fileKind"), (new StringContent("{}", Encoding.UTF8, "application/json"), "file"),
            (new StringContent("--x\r\nno", Encoding.UTF8, new System.Net.Http.Headers.MediaTypeHeaderValue("multipart/form-data") { Parameters = { new("boundary", "x") } }), "file"),
        ])
        {
            using (body)
            {
                var refused = await SendAsync(key, body);
                Assert.Equal((422, "application/problem+json"), (refused.Number, refused.Type));
                Assert.Contains($"\"{field}\"", refused.Text, StringComparison.Ordinal);
            }
        }

        using (var form = Whole())
            Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(await house.TokenAsync("inner", Members.Accounts.TokenScope.Read), form)).Status);
        // A browser's cookie without the proof opens nothing here either.
        using (var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/talks/{talk}/files") { Content = Whole() })
            Assert.Equal(HttpStatusCode.BadRequest, (await (await house.SignInAsync("inner")).AskAsync(request)).Status);
        Assert.Single(await house.MaterialsAsync(talk));
        Assert.Single(house.Kept());
    }

    [Theory, BothEngines]
    public async Task Only_presenters_and_the_committee_lay_something_beside_a_talk(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var talk = await house.ShareAsync("open");
        foreach (var (place, may) in new[] { ("open", true), ("candidate", false), ("inner", false), ("committee", true), ("organizer", true), ("former", false) })
        {
            var session = await house.SignInAsync(place);
            var expected = may ? HttpStatusCode.SeeOther : place == "former" ? HttpStatusCode.Forbidden : HttpStatusCode.NotFound;
            Assert.Equal(expected, (await session.UploadAsync(talk, "a.txt", "hello"u8.ToArray())).Status);
            Assert.Equal(expected, (await session.SendAsync("POST", $"/talks/{talk}/materials", ("kind", "code"), ("title", "Code"), ("link", "https://example.org"))).Status);
            Assert.Equal(may, (await session.GetAsync($"/talks/{talk}")).Text.Contains("wp-upload", StringComparison.Ordinal));
        }

        Assert.StartsWith("/sign-in", (await house.Visitor().UploadAsync(talk, "a.txt", "hello"u8.ToArray())).Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignInAsync("committee")).UploadAsync(99_999, "a.txt", "hello"u8.ToArray())).Status);
        Assert.Equal((3, 6), (house.Kept().Count, (await house.MaterialsAsync(talk)).Count));
        Assert.Contains("material.add", (await (await house.SignInAsync("committee")).GetAsync("/audit.csv")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "larger than 1 MB")]
    [InlineData("zh-CN", "文件超过 1 MB")]
    public async Task What_is_too_large_is_said_beside_the_field_and_the_rest_stays(string language, string says)
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var talk = await house.ShareAsync("inner");
        await BoundAsync(house);
        var inner = await new Session(house.Site) { Language = language }.SignInAsync(house["inner"]);
        foreach (var (size, pieces) in new[] { (Megabyte + 1, false), (3 * Megabyte, false), (Megabyte + 1, true), (3 * Megabyte, true) })
        {
            var text = Enumerable.Repeat((byte)'a', size).ToArray();
            using HttpContent content = pieces ? new StreamContent(new Unmeasured(text)) : new ByteArrayContent(text);
            var answer = await inner.UploadAsync(talk, "a.txt", content, ("fileKind", "recording"), ("fileTitle", "The \"evening\""), ("filePublic", "yes"));
            using var page = new RefusedPage(answer.Text, "POST", $"/talks/{talk}/files");

            Assert.Equal(422, answer.Number);
            Assert.Null(page.Silent("file"));
            Assert.Contains(says, answer.Text, StringComparison.Ordinal);
            Assert.Empty(page.Lost([("fileKind", "recording"), ("fileTitle", "The \"evening\""), ("filePublic", "yes")], "file"));
        }

        Assert.Equal(HttpStatusCode.SeeOther, (await inner.UploadAsync(talk, "a.txt", Enumerable.Repeat((byte)'a', Megabyte).ToArray())).Status);
        Assert.Single(house.Kept());
    }

    [Fact]
    public async Task What_nobody_takes_is_told_which_kinds_are_taken()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var (talk, inner) = (await house.ShareAsync("inner"), await house.SignInAsync("inner"));
        foreach (var (name, content, says) in (IEnumerable<(string, byte[], string)>)
        [
            ("a.pdf", "<!DOCTYPE html><script>alert(1)</script>"u8.ToArray(), "PDF, PPTX"), ("a.svg", "<svg onload='alert(1)'/>"u8.ToArray(), "PDF, PPTX"), ("a.pdf", [.. "MZ"u8, 0, 1], "PDF, PPTX"),
            ("a.pdf", "just text"u8.ToArray(), "called .pdf"), ("a.pptx", SampleFiles.Zip(("a", "b")), "called .pptx"), ("a.txt", [], "choose a file"),
        ])
        {
            var answer = await inner.UploadAsync(talk, name, content);
            using var page = new RefusedPage(answer.Text, "POST", $"/talks/{talk}/files");
            Assert.Equal(422, answer.Number);
            Assert.Null(page.Silent("file"));
            Assert.Contains(content.Length == 0 ? "The file is empty." : says, WebUtility.HtmlDecode(answer.Text), StringComparison.Ordinal);
        }

        var none = await inner.SendAsync("POST", $"/talks/{talk}/files", ("fileKind", "notes"));
        Assert.Contains("Please choose a file.", none.Text, StringComparison.Ordinal);
        Assert.Empty(house.Kept());
        Assert.Empty(await house.MaterialsAsync(talk));
    }

    [Fact]
    public async Task There_is_room_for_so_many_and_no_more()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var (talk, inner) = (await house.ShareAsync("inner"), await house.SignInAsync("inner"));
        for (var n = 0; n < Talk.MaterialsMaximum; n++)
            Assert.Equal(HttpStatusCode.SeeOther, (await inner.SendAsync("POST", $"/talks/{talk}/materials", ("kind", "code"), ("title", $"Code {n}"), ("link", "https://example.org"))).Status);
        foreach (var answer in (Answer[])[await inner.UploadAsync(talk, "a.txt", "hello"u8.ToArray()), await inner.SendAsync("POST", $"/talks/{talk}/materials", ("kind", "code"), ("title", "One more"), ("link", "https://example.org"))])
        {
            Assert.Equal(422, answer.Number);
            Assert.Contains($"There are {Talk.MaterialsMaximum} materials", answer.Text, StringComparison.Ordinal);
        }

        Assert.Empty(house.Kept());
    }

    [Fact]
    public async Task Without_proof_that_it_was_meant_nothing_comes_in()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var (talk, inner) = (await house.ShareAsync("inner"), await house.SignInAsync("inner"));
        var proof = await inner.TokenAsync();
        // The proof stands behind the file, is somebody else's, or is not there at all.
        var late = Form(("fileKind", "notes"), Part("a.txt", "hello"), (FormSending.Proof, proof));
        var foreign = Form((FormSending.Proof, await (await house.SignInAsync("open")).TokenAsync()), ("fileKind", "notes"), Part("a.txt", "hello"));
        foreach (var form in (HttpContent[])[late, foreign, Form(("fileKind", "notes"), Part("a.txt", "hello"))])
            Assert.Equal(400, (await inner.AskAsync(new HttpRequestMessage(HttpMethod.Post, $"/talks/{talk}/files") { Content = form })).Number);
        Assert.Empty(house.Kept());

        // A script shows it in a header.
        using var shown = new HttpRequestMessage(HttpMethod.Post, $"/talks/{talk}/files") { Content = Form(("fileKind", "notes"), Part("a.txt", "hello")) };
        shown.Headers.Add("RequestVerificationToken", proof);
        Assert.Equal(303, (await inner.AskAsync(shown)).Number);
        // What stands behind the file would be lost.
        var behind = await inner.AskAsync(new HttpRequestMessage(HttpMethod.Post, $"/talks/{talk}/files") { Content = Form((FormSending.Proof, proof), ("fileKind", "notes"), Part("a.txt", "hello"), ("filePublic", "yes")) });
        Assert.Equal(422, behind.Number);
        Assert.Single(house.Kept());
    }

    [Theory, BothEngines]
    public async Task What_breaks_off_leaves_nothing(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (talk, inner) = (await house.ShareAsync("inner"), await house.SignInAsync("inner"));
        using var whole = Form((FormSending.Proof, await inner.TokenAsync()), ("fileKind", "notes"), Part("a.txt", new string('a', 200_000)));
        var body = await whole.ReadAsByteArrayAsync();
        foreach (var (length, told) in new[] { (body.Length - 20, body.Length), (150_000, 150_000), (300, 300) })
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(house.Site.Address.Host, house.Site.Address.Port);
            var head = $"POST /talks/{talk}/files HTTP/1.1\r\nHost: {house.Site.Address.Authority}\r\nCookie: {inner.Cookies}\r\nContent-Type: {whole.Headers.ContentType}\r\nContent-Length: {told}\r\nConnection: close\r\n\r\n";
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
            await socket.GetStream().WriteAsync(body.AsMemory(0, length));
            if (told > length)
            {
                await house.WaitAsync(() => house.Kept().Count == 1);
                socket.Client.Close(0);
            }
            else
            {
                using var reader = new StreamReader(socket.GetStream());
                Assert.Contains("400", await reader.ReadLineAsync(), StringComparison.Ordinal);
            }

            await house.WaitAsync(() => house.Kept().Count == 0);
        }

        Assert.Empty(await house.MaterialsAsync(talk));
    }

    private static Task BoundAsync(Household house) => house.Site.WithAsync(async db =>
    {
        db.Add(new Setting(SettingsCatalogue.FileMegabytes.Key, "1", house.Site.Clock.GetCurrentInstant()));
        await db.SaveChangesAsync();
    });

    private static (string Name, string Value) Part(string name, string content) => ($"file\"; filename=\"{name}", content);

    private static MultipartFormDataContent Form(params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            var part = new StringContent(value, Encoding.UTF8);
            part.Headers.Remove("Content-Type");
            part.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"{name}\"");
            form.Add(part);
        }

        return form;
    }

    /// <summary>Content whose length nobody knows before its end.</summary>
    private sealed class Unmeasured(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }
}
