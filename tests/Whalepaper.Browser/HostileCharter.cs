namespace Whalepaper.Browser;

/// <summary>A document whose every text tries to run something, to break out of its place, or to lead astray.</summary>
internal static class HostileCharter
{
    public const string Text = """
        # <script>harm('name')</script>"><img src=x onerror=harm('name')>

        ## <img src=x onerror=harm('heading')> Why

        Prose with <script>harm('prose')</script>, <img src=x onerror="harm('img')">, <svg onload=harm('svg')>, [a link](javascript:harm('link')),
        [data](data:text/html,<script>harm('data')</script>), <a href="javascript:harm('a')">a</a>, <style>body{display:none}</style>,
        <iframe src="javascript:harm('frame')"></iframe>, ![picture](javascript:harm('picture')), <javascript:harm('auto')>, and
        </script><script>harm('broken out')</script>. <form action="https://example.org"><input name=q></form>

        ## 分享时间

        - <b onclick=harm('slot')>NLP</b> 论文分享：每周六 晚上 九点半

        ## 必须分享内容

        1. <script>harm('outline')</script>(10-20 min)

        ### Topic 1

        #### NLP

        1. [<script>harm('title')</script></title></textarea>](https://example.org/?q="><script>harm('query')</script>)【<img src=x onerror=harm('who')>】
        2. [</script><script>harm('ld')</script>]( javascript:harm('entry'))【" onmouseover="harm('attr')】
        3. [turned ‮ around ‬ {{constructor.constructor('harm(1)')()}}](JaVaScRiPt:harm('case'))
        4. [plain](data:text/html;base64,PHNjcmlwdD5oYXJtKCk8L3NjcmlwdD4=)【'--><script>harm('comment')</script>】
        5. [`${harm('template')}` \[escaped\] <!-- comment -->](vbscript:harm('vb'))
        """;
}
