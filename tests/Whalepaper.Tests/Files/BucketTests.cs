using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.S3;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Data;
using Whalepaper.Files;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Whalepaper.Tests.Talks;
using Xunit;

namespace Whalepaper.Tests.Files;

/// <summary>Files in a bucket of a real server: the same house, with nothing of them on its own disk.</summary>
public sealed class BucketTests
{
    private const string Bucket = "whalepaper-test";
    private const string Key = "S3RVER";

    private static readonly (string Part, string? Value)[] whole = [("BUCKET", Bucket), ("ENDPOINT", "https://s3.example.org"), ("ACCESSKEY", "key"), ("SECRETKEY", "secret")];

    private static string Server => Environment.GetEnvironmentVariable("WHALEPAPER_TEST_STORAGE")
        ?? throw new InvalidOperationException("WHALEPAPER_TEST_STORAGE names no server: run ./test, which starts one, or set it to the address of an S3 server with a bucket 'whalepaper-test' and the keys S3RVER.");

    [Theory, BothEngines]
    public async Task A_file_goes_to_the_bucket_and_comes_from_there_in_parts(Engine engine)
    {
        var prefix = $"t{Guid.NewGuid():N}";
        await using var house = await Household.MoveInAsync(engine, builder => SetUp(builder, prefix));
        var (talk, inner) = (await house.ShareAsync("inner"), await house.SignInAsync("inner"));
        // Large enough to be sent in parts.
        var content = new byte[20 * 1024 * 1024];
        new Random(1).NextBytes(content);
        byte[] film = [0, 0, 0, 16, .. "ftypisom"u8, 0, 0, 2, 0, 1, 64, 0, 8, .. "mdat"u8, .. content];
        film[16] = (byte)((content.Length + 8) >> 24);
        film[17] = (byte)((content.Length + 8) >> 16);
        film[18] = (byte)((content.Length + 8) >> 8);
        film[19] = (byte)(content.Length + 8);
        Assert.Equal($"/talks/{talk}?done=laid", (await inner.UploadAsync(talk, "evening.mp4", film)).Location);
        Assert.Equal($"/talks/{talk}?done=laid", (await inner.UploadAsync(talk, "small.txt", "hello"u8.ToArray())).Location);
        Assert.Empty(house.Kept());

        var material = (await house.MaterialsAsync(talk))[0];
        using (var all = await inner.FetchAsync(MaterialFile.Href(material.Id, "evening.mp4")))
            Assert.Equal(SHA256.HashData(film), SHA256.HashData(await all.Content.ReadAsByteArrayAsync()));
        using var request = new HttpRequestMessage(HttpMethod.Get, MaterialFile.Href(material.Id, "evening.mp4"));
        request.Headers.Range = new RangeHeaderValue(film.Length - 100, null);
        request.Headers.Add("Cookie", inner.Cookies);
        using var part = await house.Site.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(film[^100..], await part.Content.ReadAsByteArrayAsync());
        var store = house.Site.Services.GetRequiredService<IFileStore>();
        Assert.Equal(2, await store.ListAsync(CancellationToken.None).CountAsync());
        Assert.Equal(film.Length, await store.LengthAsync(material.File!.StorageKey, CancellationToken.None));
    }

    [Fact]
    public async Task What_is_refused_or_breaks_off_never_reaches_the_bucket_and_what_is_removed_is_swept()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite, builder => SetUp(builder, $"t{Guid.NewGuid():N}"));
        var (talk, inner) = (await house.ShareAsync("inner"), await house.SignInAsync("inner"));
        var store = house.Site.Services.GetRequiredService<IFileStore>();
        Assert.Equal(422, (await inner.UploadAsync(talk, "a.svg", "<svg/>"u8.ToArray())).Number);
        Assert.Equal(0, await store.ListAsync(CancellationToken.None).CountAsync());

        await inner.UploadAsync(talk, "a.txt", "hello"u8.ToArray());
        var material = Assert.Single(await house.MaterialsAsync(talk));
        await inner.SendAsync("DELETE", $"/materials/{material.Id}");
        house.Site.Clock.AdvanceHours(50);
        var sweep = ActivatorUtilities.CreateInstance<FileSweep>(house.Site.Services);
        Assert.Equal(1, await house.Site.WithAsync(db => sweep.SweepAsync(db, CancellationToken.None)));
        Assert.Equal(0, await store.ListAsync(CancellationToken.None).CountAsync());
        Assert.Null(await store.LengthAsync(material.File!.StorageKey, CancellationToken.None));
        Assert.Null(await store.OpenAsync(material.File.StorageKey, CancellationToken.None));
    }

    [Fact]
    public async Task More_files_than_one_answer_lists_are_all_listed()
    {
        var (folder, prefix) = (Directory.CreateTempSubdirectory("whalepaper-test-"), $"t{Guid.NewGuid():N}");
        using var store = new BucketStore(BucketSettings.Read(Settings(prefix))!);
        using var client = new AmazonS3Client(new BasicAWSCredentials(Key, Key), new AmazonS3Config { ServiceURL = Server, ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
        for (var n = 0; n < 1003; n++)
            await client.PutObjectAsync(new Amazon.S3.Model.PutObjectRequest { BucketName = Bucket, Key = $"{prefix}/20261128/{n:x32}", ContentBody = "a" });
        await client.PutObjectAsync(new Amazon.S3.Model.PutObjectRequest { BucketName = Bucket, Key = $"{prefix}/README", ContentBody = "not ours" });

        Assert.Equal(1003, await store.ListAsync(CancellationToken.None).CountAsync());
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_told_and_loses_nothing()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite, builder => SetUp(builder, "away", "http://127.0.0.1:1"));
        var (talk, inner) = (await house.ShareAsync("inner"), await house.SignInAsync("inner"));
        var answer = await inner.UploadAsync(talk, "a.txt", "hello"u8.ToArray(), ("fileKind", "notes"), ("fileTitle", "What I think"));
        using var page = new RefusedPage(answer.Text, "POST", $"/talks/{talk}/files");

        // It is not the fault of whoever sends it.
        Assert.Equal(503, answer.Number);
        Assert.Null(page.Silent("file"));
        Assert.Empty(page.Lost([("fileTitle", "What I think")], "file"));
        Assert.Empty(house.Kept());
        Assert.Empty(await house.MaterialsAsync(talk));
        await house.Site.WithAsync(async db =>
        {
            var found = await db.Talks.Include(t => t.Materials).SingleAsync(t => t.Id == talk);
            found.Attach(MaterialKind.Notes, "Away", new StoredFile(FileKey.Make(house.Site.Clock.GetCurrentInstant()), "a.txt", FileSort.Text, 5, new string('0', 64), house.Site.Clock.GetCurrentInstant()), await db.Members.FirstAsync(), false, house.Site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });
        await using var scope = house.Site.Services.CreateAsyncScope();
        var finding = Assert.Single(await scope.ServiceProvider.GetServices<IExamination>().OfType<FileExamination>().Single().ExamineAsync(CancellationToken.None));
        Assert.Equal(Severity.Broken, finding.Severity);
        Assert.Contains(Bucket, finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_set_up_is_told_at_the_start()
    {
        Assert.Null(BucketSettings.Read(Of()));
        var set = BucketSettings.Read(Of(whole))!;
        Assert.Equal((Bucket, "us-east-1", "whalepaper/"), (set.Bucket, set.Region, set.Prefix));
        foreach (var (part, _) in whole)
            Assert.Contains(part, Refusal([.. whole.Where(one => one.Part != part)]), StringComparison.Ordinal);
        foreach (var (part, value) in new[] { ("BUCKET", "A b"), ("BUCKET", "a/../b"), ("ENDPOINT", "s3.example.org"), ("ENDPOINT", "http://s3.example.org"), ("ENDPOINT", "https://a:b@s3.example.org"), ("ENDPOINT", "file:///tmp"), ("PREFIX", "/a"), ("PREFIX", "a/../b") })
            Assert.Contains(part, Refusal([.. whole.Where(one => one.Part != part), (part, value)]), StringComparison.Ordinal);
        // What is told, told to somebody who may not see the keys.
        Assert.DoesNotContain("secret", $"{set} {Refusal([.. whole.Where(one => one.Part != "BUCKET")])}", StringComparison.Ordinal);
    }

    internal static void SetUp(WebApplicationBuilder builder, string prefix, string? server = null) => builder.Configuration.AddConfiguration(Settings(prefix, server));

    /// <summary>The variables that set a bucket up for a program that is started.</summary>
    internal static (string Name, string Value)[] Surroundings(string prefix) =>
        [.. new[] { ("BUCKET", Bucket), ("ENDPOINT", Server), ("ACCESSKEY", Key), ("SECRETKEY", Key), ("PREFIX", prefix) }.Select(one => ($"WHALEPAPER_STORAGE__{one.Item1}", one.Item2))];

    private static IConfiguration Settings(string prefix, string? server = null) => Of(("BUCKET", Bucket), ("ENDPOINT", server ?? Server), ("ACCESSKEY", Key), ("SECRETKEY", Key), ("PREFIX", prefix));

    private static IConfiguration Of(params (string Part, string? Value)[] parts) =>
        new ConfigurationBuilder().AddInMemoryCollection(parts.Select(one => KeyValuePair.Create($"WHALEPAPER_STORAGE:{one.Part}", one.Value))).Build();

    private static string Refusal(params (string Part, string? Value)[] parts) => Assert.Throws<InvalidOperationException>(() => BucketSettings.Read(Of(parts))).Message;
}
