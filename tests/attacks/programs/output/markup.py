"""Prints what a browser or a template would act on.

Expected: honest
Must show: &lt;script&gt;attack
Must not show: = 49
"""

print("<script>attack()</script><img src=x onerror=attack()> </pre></textarea><b>attack</b>")
print("{{ 7|add:42 }} = {{ 7 * 7 }} {% include 'base.html' %} {% load static %} ${7*7} <%= 7*7 %> %s %(x)s")

# --- honest ---
