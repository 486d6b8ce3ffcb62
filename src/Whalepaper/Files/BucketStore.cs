using System.Net;
using System.Runtime.CompilerServices;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Whalepaper.Files;

/// <summary>Keeps files in a bucket, which all copies of the program share.</summary>
internal sealed class BucketStore : IFileStore, IDisposable
{
    // What is larger is sent in parts, so that a fault on the way costs a part and not the whole.
    private const long Part = 16 * FileSize.Megabyte;

    private const string Type = "application/octet-stream";

    private readonly BucketSettings _settings;
    private readonly AmazonS3Client _client;

    public BucketStore(BucketSettings settings)
    {
        _settings = settings;
        var config = new AmazonS3Config
        {
            MaxErrorRetry = 3,
            Timeout = TimeSpan.FromMinutes(5),
            // Sums of the newer sort are unknown to most servers that are not Amazon's; ours is kept with the row.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (settings.Endpoint is { } endpoint)
            (config.ServiceURL, config.ForcePathStyle, config.AuthenticationRegion) = (endpoint.AbsoluteUri, true, settings.Region);
        else
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(settings.Region);
        _client = new AmazonS3Client(new BasicAWSCredentials(settings.AccessKey, settings.SecretKey), config);
    }

    /// <summary>What it is called, for people; no key is in it.</summary>
    public override string ToString() => _settings.ToString();

    public Task KeepAsync(string key, ReceivedFile received, CancellationToken cancellation) => SendAsync(Name(key), received.Path, received.Length, cancellation);

    /// <summary>Keeps a file of the house itself beside the uploads, instead of what has that name.</summary>
    /// <param name="name">A name in a folder of its own below the prefix, which no key of an upload could be.</param>
    /// <param name="path">Where it lies.</param>
    /// <param name="cancellation">Stops the work.</param>
    public Task KeepAsideAsync(string name, string path, CancellationToken cancellation) => SendAsync(Aside(name), path, new FileInfo(path).Length, cancellation);

    /// <summary>The names in a folder beside the uploads.</summary>
    public IAsyncEnumerable<string> ListAsideAsync(string folder, CancellationToken cancellation) => NamesAsync(folder + "/", cancellation);

    /// <summary>Removes a file beside the uploads.</summary>
    public Task RemoveAsideAsync(string name, CancellationToken cancellation) => AskAsync(() => _client.DeleteObjectAsync(_settings.Bucket, Aside(name), cancellation));

    public async Task<Stream?> OpenAsync(string key, CancellationToken cancellation) => await LengthAsync(key, cancellation) is { } length
        ? new BucketStream((from, most, stop) => AskAsync(async () => (await _client.GetObjectAsync(new GetObjectRequest { BucketName = _settings.Bucket, Key = Name(key), ByteRange = new ByteRange(from, most - 1) }, stop)).ResponseStream), length)
        : null;

    public Task<long?> LengthAsync(string key, CancellationToken cancellation) => AskAsync(async () =>
    {
        try
        {
            return (long?)(await _client.GetObjectMetadataAsync(_settings.Bucket, Name(key), cancellation)).ContentLength;
        }
        catch (AmazonS3Exception missing) when (missing is { StatusCode: HttpStatusCode.NotFound, ErrorCode: not "NoSuchBucket" })
        {
            return null;
        }
    });

    public IAsyncEnumerable<string> ListAsync(CancellationToken cancellation) => NamesAsync("", cancellation).Where(FileKey.IsKey);

    private async IAsyncEnumerable<string> NamesAsync(string folder, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (string? last = null, before = ""; before is not null; before = last)
        {
            var answer = await AskAsync(() => _client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _settings.Bucket, Prefix = _settings.Prefix + folder, StartAfter = last }, cancellation));
            foreach (var kept in answer.S3Objects ?? [])
                yield return kept.Key[_settings.Prefix.Length..];

            last = answer.IsTruncated is true ? answer.S3Objects?.LastOrDefault()?.Key : null;
        }
    }

    public Task RemoveAsync(string key, CancellationToken cancellation) => AskAsync(() => _client.DeleteObjectAsync(_settings.Bucket, Name(key), cancellation));

    public void Dispose() => _client.Dispose();

    private Task<bool> SendAsync(string name, string path, long length, CancellationToken cancellation) => AskAsync(async () =>
    {
        if (length > Part)
            await SendInPartsAsync(name, path, length, cancellation);
        else
            await _client.PutObjectAsync(new PutObjectRequest { BucketName = _settings.Bucket, Key = name, FilePath = path, ContentType = Type, UseChunkEncoding = false }, cancellation);
        return true;
    });

    // Each part is signed as a whole: servers that are not Amazon's do not all know the way of signing it piece by piece.
    private async Task SendInPartsAsync(string name, string path, long length, CancellationToken cancellation)
    {
        var begun = await _client.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest { BucketName = _settings.Bucket, Key = name, ContentType = Type }, cancellation);
        try
        {
            var parts = new List<PartETag>();
            for (var at = 0L; at < length; at += Part)
            {
                var sent = await _client.UploadPartAsync(
                    new UploadPartRequest
                    {
                        BucketName = _settings.Bucket,
                        Key = name,
                        UploadId = begun.UploadId,
                        PartNumber = parts.Count + 1,
                        FilePath = path,
                        FilePosition = at,
                        PartSize = Math.Min(Part, length - at),
                        UseChunkEncoding = false,
                    }, cancellation);
                parts.Add(new PartETag(parts.Count + 1, sent.ETag));
            }

            await _client.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest { BucketName = _settings.Bucket, Key = name, UploadId = begun.UploadId, PartETags = parts }, cancellation);
        }
        catch
        {
            // Parts that are never put together are kept, and paid for, unseen.
            await _client.AbortMultipartUploadAsync(_settings.Bucket, name, begun.UploadId, CancellationToken.None);
            throw;
        }
    }

    private async Task<T> AskAsync<T>(Func<Task<T>> question)
    {
        try
        {
            return await question();
        }
        catch (Exception failure) when (failure is AmazonServiceException or AmazonClientException or HttpRequestException or TimeoutException)
        {
            throw new FileStoreException($"The bucket {_settings} does not do what it is asked: {failure.Message}", failure);
        }
    }

    private string Aside(string name) => !FileKey.IsKey(name) && name.Contains('/', StringComparison.Ordinal) ? _settings.Prefix + name : throw new ArgumentException("No name beside the uploads.", nameof(name));

    private string Name(string key) => FileKey.IsKey(key) ? _settings.Prefix + key : throw new ArgumentException("No key of a file.", nameof(key));
}
